import { orNull } from '../optional/index.js';
import type { Customer360, CustomerStatus, Standing } from './document.js';
import type { Steps } from './parts.js';

const statusOf = ({ archived, dormant, lifecycle }: Standing): CustomerStatus => {
  if (archived) return 'archived';
  return dormant ? 'dormant' : lifecycle;
};

function now(doc: Customer360, changes: Partial<Standing>): Customer360 {
  const standing = { ...doc.standing, ...changes };
  return { ...doc, standing, status: statusOf(standing) };
}

const awake = { dormant: false, dormantSince: null };
/** A change of the status ends a dormancy that had begun by then. */
const awakeAt = ({ standing: { dormantSince } }: Customer360, at: string) =>
  dormantSince !== null && at < dormantSince ? {} : awake;
const notChurned = { churnedAt: null, churnReason: null, lostTo: null };

/** How a customer stands with us, and who looks after it. */
export const standing: Steps = {
  'customer.activated': (doc, { occurredAt }) =>
    now(doc, { lifecycle: 'active', activatedAt: occurredAt, ...awakeAt(doc, occurredAt), ...notChurned }),
  'customer.became-dormant': (doc, { occurredAt }) => now(doc, { dormant: true, dormantSince: occurredAt }),
  'customer.reengaged': doc => now(doc, awake),
  'customer.churned': (doc, { data, occurredAt }) =>
    now(doc, {
      lifecycle: 'churned',
      churnedAt: occurredAt,
      churnReason: data.reason,
      lostTo: data.competitorId ?? null,
      ...awakeAt(doc, occurredAt),
    }),
  'customer.won-back': (doc, { occurredAt }) =>
    now(doc, { lifecycle: 'active', wonBackAt: occurredAt, ...awakeAt(doc, occurredAt), ...notChurned }),
  'customer.archived': (doc, { data, occurredAt }) =>
    now(doc, { archived: true, archivedAt: occurredAt, archiveReason: data.reason }),
  'customer.restored': doc => now(doc, { archived: false, archivedAt: null, archiveReason: null }),
  'customer.parent-set': (doc, { data }) => ({ ...doc, parentId: data.parentId ?? null }),
  'customer.classified': (doc, { data }) => ({
    ...doc,
    classification: orNull(data, 'segment', 'industry', 'region', 'type'),
  }),
  'customer.tier-changed': (doc, { data }) => ({ ...doc, tier: data.to }),
  'customer.owner-assigned': (doc, { data }) => ({ ...doc, ownerId: data.to, teamId: data.teamId ?? null }),
  'customer.relationship-model-set': (doc, { data }) => ({ ...doc, relationshipModel: data.model }),
};
