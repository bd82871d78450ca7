import type { Actor } from '@touchstream/events';

const user = (id: string): Actor => ({ id, kind: 'user' });

export type Team = 'team-europe' | 'team-americas' | 'team-asia';

/** Who sells, by team. */
export const reps: Readonly<Record<Team, readonly string[]>> = {
  'team-europe': ['ann', 'bob', 'carol', 'dmytro'],
  'team-americas': ['elena', 'frank'],
  'team-asia': ['grace', 'hiro'],
};

/** Who acts for the company, beside its sellers. */
export const staff = {
  rep: user,
  /** Heads sales; decides on discounts. */
  headOfSales: user('nadia'),
  /** Looks after credit and terms. */
  finance: user('oskar'),
  /** Looks after products and prices. */
  productManager: user('priya'),
  /** Answer cases and calls. */
  agents: ['sam', 'tess', 'umut', 'vera'].map(user),
  /** Leads the service; cases are escalated to her. */
  headOfService: user('wanda'),
} as const;

/** The systems that record on their own. */
export const systems = {
  erp: { id: 'erp', kind: 'integration' },
  telephony: { id: 'telephony', kind: 'integration' },
  website: { id: 'website', kind: 'integration' },
  /** What the system finds out by its rules. */
  rules: { id: 'rules', kind: 'system' },
  /** Customers who act for themselves. */
  portal: (contactId: string): Actor => ({ id: 'portal', kind: 'integration', onBehalfOf: contactId }),
  /** The system that was in use before. */
  legacy: { id: 'legacy-crm', kind: 'integration' },
} as const;

/** The company's own numbers, by team. */
export const lines: Readonly<Record<Team, string>> = {
  'team-europe': '+49 30 23125 100',
  'team-americas': '+1 202 555 0100',
  'team-asia': '+65 6555 0100',
};
export const queues: Readonly<Record<Team, string>> = {
  'team-europe': 'service-europe',
  'team-americas': 'service-americas',
  'team-asia': 'service-asia',
};

/** One of the sellers leaves; another takes the customers over. */
export const handOver = { at: Date.parse('2025-10-01T06:00:00.000Z'), from: 'bob', to: 'dmytro' } as const;
