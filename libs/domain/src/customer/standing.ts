import {
  CustomerActivated,
  CustomerArchived,
  CustomerBecameDormant,
  CustomerChurned,
  CustomerOwnerAssigned,
  CustomerReengaged,
  CustomerRestored,
  CustomerTierChanged,
  customerTiers,
  CustomerWonBack,
  event,
  ParentCustomerSet,
  RelationshipModelSet,
  type CustomerTier,
  type standingEvents,
} from '@touchstream/events';
import {
  ensure,
  ensureFollows,
  ensureFollowsOther,
  missing,
  refuse,
  repeats,
  type CommandMeta,
} from '../decider/index.js';
import type { CustomerFacts, Decide, Evolve } from './parts.js';
import type { standingCommands } from './standing-commands.js';
import { after, ensureCustomer, ensureInOrder, inWork, registered, type RegisteredCustomer } from './state.js';

/** A tier's rank, from 0; higher is better. */
export const tierRank = (tier: CustomerTier): number => customerTiers.indexOf(tier);

const direction = (from: CustomerTier | undefined, to: CustomerTier): 'up' | 'down' =>
  from !== undefined && tierRank(from) > tierRank(to) ? 'down' : 'up';

function ensureNotLater(at: string | undefined, than: string, field: string): void {
  ensure(at === undefined || at <= than, 'later-than-event', `must not be later than occurredAt`, field);
}

function ensureOwnOrder(order: CustomerFacts['order'], customerId: string, meta: CommandMeta): void {
  if (order === undefined || order.status === 'none')
    return missing('unknown-order', 'there is no such order', '/firstOrderId');
  ensure(order.customerId === customerId, 'other-customer', "the order is another customer's", '/firstOrderId');
  ensure(order.status !== 'cancelled', 'order-cancelled', 'the order is cancelled', '/firstOrderId');
  ensureFollowsOther(order.placedAt, 'the order was placed', meta);
}

export const decideStanding: Decide<typeof standingCommands> = {
  SetParentCustomer({ data: { parentId }, meta }, state, { parent }) {
    const { customerId, parentId: former } = inWork(state, meta);
    if (parentId === former) return [];
    if (parentId !== undefined) {
      ensure(parentId !== customerId, 'own-parent', 'a customer cannot be its own parent', '/parentId');
      ensureCustomer(parent, '/parentId');
      ensure(parent.parentId !== customerId, 'parent-cycle', 'that customer is part of this one', '/parentId');
    }
    return [
      event(ParentCustomerSet, {
        customerId,
        ...(parentId && { parentId }),
        ...(former && { formerParentId: former }),
      }),
    ];
  },
  ChangeTier({ data: { tier, ruleId, reason }, meta }, state) {
    const { customerId, tier: from } = inWork(state, meta);
    if (tier === from) return [];
    return [
      event(CustomerTierChanged, {
        customerId,
        ...(from && { from }),
        to: tier,
        direction: direction(from, tier),
        by: ruleId === undefined ? 'manual' : 'rule',
        ...(ruleId && { ruleId }),
        ...(reason && { reason }),
      }),
    ];
  },
  AssignOwner({ data: { ownerId, teamId, fromOwnerId, reason }, meta }, state) {
    const { customerId, ownerId: from, teamId: team } = inWork(state, meta);
    if (ownerId === from && teamId === team) return [];
    ensure(
      fromOwnerId === undefined || fromOwnerId === from,
      'owner-changed',
      'somebody else is the owner by now',
      '/fromOwnerId',
    );
    return [
      event(CustomerOwnerAssigned, {
        customerId,
        ...(from && { from }),
        to: ownerId,
        ...(teamId && { teamId }),
        ...(reason && { reason }),
      }),
    ];
  },
  ActivateCustomer({ data: { firstOrderId, reason }, meta }, state, { order }) {
    const customer = inWork(state, meta);
    const { customerId, status } = customer;
    if (status === 'active') return [];
    ensure(status === 'prospect', 'customer-churned', 'the customer was lost: win it back');
    ensure(
      firstOrderId !== undefined || reason !== undefined,
      'activation-without-cause',
      'activation needs a won order or a reason',
      '/reason',
    );
    if (firstOrderId !== undefined) ensureOwnOrder(order, customerId, meta);
    ensureInOrder(customer, meta);
    return [
      event(CustomerActivated, {
        customerId,
        ...(firstOrderId && { firstOrderId }),
        ...(reason && { reason }),
        at: meta.occurredAt,
      }),
    ];
  },
  MarkDormant({ data, meta }, state) {
    const customer = inWork(state, meta);
    const { customerId, status, dormant, dormancy, reengagement } = customer;
    if (dormant) {
      if (repeats(data, dormancy ?? {})) return [];
      return refuse('customer-dormant', 'the customer is dormant already');
    }
    ensure(status !== 'churned', 'customer-churned', 'the customer was lost already');
    ensureNotLater(data.lastTouchAt, meta.occurredAt, '/lastTouchAt');
    ensureInOrder(customer, meta);
    ensureFollows(reengagement?.at, 'the customer was in touch again', meta);
    return [event(CustomerBecameDormant, { customerId, ...data, at: meta.occurredAt })];
  },
  ReengageCustomer({ data, meta }, state) {
    const { customerId, dormant, dormancy, reengagement } = inWork(state, meta);
    if (!dormant) {
      if (repeats(data, reengagement ?? data)) return [];
      return refuse('customer-not-dormant', 'the customer is in touch again already');
    }
    ensureFollows(dormancy?.at, 'the customer became dormant', meta);
    return [event(CustomerReengaged, { customerId, ...data, at: meta.occurredAt })];
  },
  MarkChurned({ data, meta }, state) {
    const customer = inWork(state, meta);
    const { customerId, status, churn } = customer;
    if (status === 'churned') {
      if (repeats(data, churn ?? {})) return [];
      return refuse('customer-churned', 'the customer was lost already: win it back first');
    }
    ensure(status === 'active', 'never-active', 'a prospect cannot be lost: it never was an active customer');
    ensureNotLater(data.lastOrderAt, meta.occurredAt, '/lastOrderAt');
    ensureInOrder(customer, meta);
    const detectedBy = data.ruleId === undefined ? 'manual' : 'rule';
    return [event(CustomerChurned, { customerId, ...data, detectedBy, at: meta.occurredAt })];
  },
  WinBack({ data, meta }, state) {
    const customer = inWork(state, meta);
    const { customerId, status } = customer;
    ensure(status === 'churned', 'not-churned', 'only a lost customer can be won back');
    ensureInOrder(customer, meta);
    return [event(CustomerWonBack, { customerId, ...data, at: meta.occurredAt })];
  },
  SetRelationshipModel({ data: { model }, meta }, state) {
    const { customerId, relationshipModel: from } = inWork(state, meta);
    return model === from ? [] : [event(RelationshipModelSet, { customerId, ...(from && { from }), model })];
  },
  ArchiveCustomer({ data: { reason }, meta }, state) {
    const { customerId, archived, archiving, restoration } = registered(state, meta);
    if (archived) {
      if (repeats({ reason }, archiving ?? {})) return [];
      return refuse('customer-archived', 'the customer is archived already');
    }
    ensureFollows(restoration?.at, 'the customer was restored', meta);
    return [event(CustomerArchived, { customerId, reason, at: meta.occurredAt })];
  },
  RestoreCustomer({ data: { reason }, meta }, state) {
    const { customerId, archived, archiving, restoration } = registered(state, meta);
    if (!archived) {
      if (repeats({ reason }, restoration ?? { reason })) return [];
      return refuse('customer-not-archived', 'the customer is restored already');
    }
    ensureFollows(archiving?.at, 'the customer was archived', meta);
    return [event(CustomerRestored, { customerId, reason, at: meta.occurredAt })];
  },
};

/** Whether a dormancy began after an instant. */
const fallsAsleepAfter = ({ dormant, dormancy }: RegisteredCustomer, at: string | undefined): boolean =>
  dormant && at !== undefined && dormancy?.at !== undefined && at < dormancy.at;

/** A change of the status. It ends a dormancy that had begun by then. */
const moved = <D extends { readonly at?: string }>(change: (data: D) => Partial<RegisteredCustomer>) =>
  after<D>((customer, data) => ({
    ...change(data),
    dormant: fallsAsleepAfter(customer, data.at),
    movedAt: data.at ?? customer.movedAt,
  }));

export const evolveStanding: Evolve<typeof standingEvents> = {
  'customer.parent-set': after((_, { parentId }) => ({ parentId })),
  'customer.tier-changed': after((_, { to }) => ({ tier: to })),
  'customer.owner-assigned': after((_, { to, teamId }) => ({ ownerId: to, teamId })),
  'customer.activated': moved(() => ({ status: 'active' })),
  'customer.became-dormant': after((_, { lastTouchAt, idleDays, ruleId, at }) => ({
    dormant: true,
    dormancy: { lastTouchAt, idleDays, ruleId, at },
  })),
  'customer.reengaged': after((_, { trigger, at }) => ({ dormant: false, reengagement: { trigger, at } })),
  'customer.churned': moved(({ reason, competitorId, lastOrderAt, ruleId }) => ({
    status: 'churned',
    churn: { reason, competitorId, lastOrderAt, ruleId },
  })),
  'customer.won-back': moved(() => ({ status: 'active' })),
  'customer.relationship-model-set': after((_, { model }) => ({ relationshipModel: model })),
  'customer.archived': after((_, { reason, at }) => ({ archived: true, archiving: { reason, at } })),
  'customer.restored': after((_, { reason, at }) => ({ archived: false, restoration: { reason, at } })),
};
