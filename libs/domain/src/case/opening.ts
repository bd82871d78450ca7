import { CaseOpened, event, type CaseKind } from '@touchstream/events';
import { ensureContact } from '../contact/index.js';
import { ensureCustomer } from '../customer/index.js';
import { ensure, type CommandMeta } from '../decider/index.js';
import { numberFor } from '../numbering/index.js';
import type { OpenCase } from './handling-commands.js';
import type { Decide } from './parts.js';

/** Internal matters alone go without a customer. */
export function ensureHasCustomer(kind: CaseKind, customerId: string | undefined, field: string): void {
  ensure(kind === 'internal' || customerId !== undefined, 'customer-required', 'such a case needs a customer', field);
}

/** Complaints alone are acknowledged by a time, which lies after what it is counted from. */
export function ensureAcknowledgementDue(kind: CaseKind, dueAt: string | undefined, { occurredAt }: CommandMeta): void {
  if (dueAt === undefined) return;
  const field = '/acknowledgementDueAt';
  ensure(kind === 'complaint', 'not-a-complaint', 'only a complaint is acknowledged by a time', field);
  ensure(dueAt >= occurredAt, 'due-in-the-past', 'it must not be due before it happened', field);
}

export const decideOpening: Decide<{ readonly OpenCase: typeof OpenCase }> = {
  OpenCase({ data, meta }, _, { customer, contact }) {
    const { kind, customerId, contactId, number, severity = 'medium', priority = 'normal', ...told } = data;
    ensureHasCustomer(kind, customerId, '/customerId');
    if (customerId !== undefined) ensureCustomer(customer);
    if (contactId !== undefined) ensureContact(contact);
    ensureAcknowledgementDue(kind, data.acknowledgementDueAt, meta);
    return [
      event(CaseOpened, {
        caseId: meta.aggregateId,
        number: numberFor('CASE', meta.aggregateId, number),
        kind,
        customerId,
        contactId,
        severity,
        priority,
        openedAt: meta.occurredAt,
        ...told,
      }),
    ];
  },
};
