import { describe, expect, it } from '@jest/globals';
import {
  CustomerActivated,
  CustomerArchived,
  CustomerBecameDormant,
  CustomerChurned,
  CustomerOwnerAssigned,
  CustomerReengaged,
  CustomerRegistered,
  CustomerRestored,
  CustomerTierChanged,
  CustomerWonBack,
  event,
  ParentCustomerSet,
  RelationshipModelSet,
} from '@touchstream/events';
import { Refusal } from '../decider/index.js';
import { given, testMeta } from '../testing/index.js';
import { customer } from './customer.js';
import { tierRank } from './standing.js';
import { acceptsWork, ensureCustomer } from './state.js';

const customerId = 'a1';
const at = testMeta().occurredAt;
const registeredAs = (id: string) =>
  event(CustomerRegistered, {
    customerId: id,
    code: `C-${id}`,
    kind: 'business',
    name: 'Muster GmbH',
    phones: [],
    externalRefs: [],
    registeredAt: testMeta().now,
  });
const registered = registeredAs(customerId);
const activated = event(CustomerActivated, { customerId, reason: 'signed', at });
const churned = event(CustomerChurned, { customerId, reason: 'price', detectedBy: 'manual', at });
const wonBack = event(CustomerWonBack, { customerId, trigger: 'offer', at });
const dormant = event(CustomerBecameDormant, { customerId, idleDays: 180, at });
const archived = event(CustomerArchived, { customerId, reason: 'dissolved', at });
const restored = event(CustomerRestored, { customerId, reason: 'mistake', at });

describe('the life of a customer', () => {
  it('begins as a prospect, and is activated once, by an order or for a reason', () => {
    given(customer, [registered])
      .when('ActivateCustomer', { firstOrderId: 'o1' }, { facts: { order: { status: 'placed', customerId } } })
      .then([event(CustomerActivated, { customerId, firstOrderId: 'o1', at })]);
    given(customer, [registered]).when('ActivateCustomer', { reason: 'signed' }).then([activated]);
    given(customer, [registered, activated]).when('ActivateCustomer', { firstOrderId: 'o2' }).thenNothing();
    given(customer, [registered]).when('ActivateCustomer', {}).thenRefused('activation-without-cause', '/reason');
    given(customer, [registered, activated, churned])
      .when('ActivateCustomer', { firstOrderId: 'o2' })
      .thenRefused('customer-churned');
  });

  it('is activated by an order of its own that stands', () => {
    const refused = (code: string, facts: { order?: { status: string; customerId?: string } }) =>
      given(customer, [registered])
        .when('ActivateCustomer', { firstOrderId: 'o1', reason: 'signed' }, { facts })
        .thenRefused(code, '/firstOrderId');
    refused('unknown-order', {});
    refused('unknown-order', { order: { status: 'none' } });
    refused('other-customer', { order: { status: 'placed', customerId: 'a2' } });
    refused('order-cancelled', { order: { status: 'cancelled', customerId } });
    const first = (placedAt: string, meta: object) =>
      given(customer, [registered]).when(
        'ActivateCustomer',
        { firstOrderId: 'o1' },
        { facts: { order: { status: 'placed', customerId, placedAt } }, meta },
      );
    const [placedAt, early] = ['2026-03-01T10:00:00.001Z', '2026-03-01T10:00:00.000Z'];
    expect(first(placedAt, { occurredAt: placedAt }).decided()).toHaveLength(1);
    first(placedAt, { occurredAt: early, now: placedAt }).thenRefused('before-last-change', '/occurredAt');
    // The clock of whoever took the order is ahead.
    expect(first(placedAt, { occurredAt: early, now: early }).decided()).toHaveLength(1);
    const read = (data: { firstOrderId?: string }) =>
      customer.facts!.ActivateCustomer!({ data, meta: testMeta() }, customer.initialState);
    expect(read({ firstOrderId: 'o1' })).toEqual({ order: { aggregate: 'order', id: 'o1' } });
    expect(read({})).toEqual({ order: undefined });
  });

  it('is lost only where it was active, once', () => {
    const lastOrderAt = '2025-03-01T08:00:00.000Z';
    given(customer, [registered, activated])
      .when('MarkChurned', { reason: 'price', competitorId: 'contoso', lastOrderAt, ruleId: 'idle' })
      .then([
        event(CustomerChurned, {
          customerId,
          reason: 'price',
          competitorId: 'contoso',
          lastOrderAt,
          ruleId: 'idle',
          detectedBy: 'rule',
          at,
        }),
      ]);
    given(customer, [registered, activated]).when('MarkChurned', { reason: 'price' }).then([churned]);
    const lost = given(customer, [registered, activated, churned]);
    lost.when('MarkChurned', { reason: 'price' }).thenNothing();
    lost.when('MarkChurned', { reason: 'insolvent' }).thenRefused('customer-churned');
    lost.when('MarkChurned', { reason: 'price', competitorId: 'contoso' }).thenRefused('customer-churned');
    given(customer, [registered]).when('MarkChurned', { reason: 'price' }).thenRefused('never-active');
    given(customer, [registered, activated])
      .when('MarkChurned', { reason: 'price', lastOrderAt: '2026-03-02T00:00:00.000Z' })
      .thenRefused('later-than-event', '/lastOrderAt');
  });

  it('is won back only where it was lost, and can be lost again', () => {
    given(customer, [registered, activated, churned])
      .when('WinBack', { trigger: 'offer', campaignId: 'spring' })
      .then([event(CustomerWonBack, { customerId, trigger: 'offer', campaignId: 'spring', at })]);
    given(customer, [registered, activated]).when('WinBack', { trigger: 'offer' }).thenRefused('not-churned');
    given(customer, [registered]).when('WinBack', { trigger: 'offer' }).thenRefused('not-churned');
    given(customer, [registered, activated, churned, wonBack]).when('MarkChurned', { reason: 'price' }).then([churned]);
  });

  it('falls asleep and wakes up', () => {
    const asleep = { lastTouchAt: '2025-09-01T08:00:00.000Z', idleDays: 181, ruleId: 'idle' };
    given(customer, [registered])
      .when('MarkDormant', asleep)
      .then([event(CustomerBecameDormant, { customerId, ...asleep, at })]);
    given(customer, [registered, dormant]).when('MarkDormant', { idleDays: 180 }).thenNothing();
    for (const other of [{ idleDays: 181 }, { ...asleep, idleDays: 180 }])
      given(customer, [registered, dormant]).when('MarkDormant', other).thenRefused('customer-dormant');
    given(customer, [registered, activated, churned]).when('MarkDormant', asleep).thenRefused('customer-churned');
    given(customer, [registered])
      .when('MarkDormant', { idleDays: 1, lastTouchAt: '2026-03-01T10:00:00.001Z' })
      .thenRefused('later-than-event', '/lastTouchAt');
    const reengaged = event(CustomerReengaged, { customerId, trigger: 'fair', at });
    given(customer, [registered, dormant]).when('ReengageCustomer', { trigger: 'fair' }).then([reengaged]);
    for (const again of [{}, { trigger: 'fair' }])
      given(customer, [registered, dormant, reengaged]).when('ReengageCustomer', again).thenNothing();
    given(customer, [registered, dormant, reengaged])
      .when('ReengageCustomer', { trigger: 'call' })
      .thenRefused('customer-not-dormant');
    given(customer, [registered]).when('ReengageCustomer', { trigger: 'call' }).thenNothing();
    given(customer, [registered, activated, dormant, churned]).when('ReengageCustomer', {}).thenNothing();
    // Who becomes a customer is awake, and may fall asleep again.
    given(customer, [registered, dormant, activated]).when('ReengageCustomer', {}).thenNothing();
    given(customer, [registered, dormant, activated]).when('MarkDormant', { idleDays: 180 }).then([dormant]);
  });

  it('goes on in order of time, its status, its dormancy and its archiving each by itself', () => {
    const earlier = { meta: { occurredAt: '2026-03-01T09:59:59.999Z' } };
    const began = event(CustomerRegistered, { ...registered.data, registeredAt: '2026-02-01T00:00:00.000Z' });
    const early = (history: Parameters<typeof given>[1], name: keyof typeof customer.commands, body: object) =>
      given(customer, [began, ...history])
        .when(name, body as never, earlier)
        .thenRefused('before-last-change', '/occurredAt');
    early([activated], 'MarkChurned', { reason: 'price' });
    early([activated], 'MarkDormant', { idleDays: 180 });
    early([dormant], 'ReengageCustomer', {});
    early([dormant, event(CustomerReengaged, { customerId, at })], 'MarkDormant', { idleDays: 180 });
    early([activated, churned], 'WinBack', { trigger: 'offer' });
    early([archived], 'RestoreCustomer', { reason: 'mistake' });
    early([archived, restored], 'ArchiveCustomer', { reason: 'dissolved' });
    const isTaken = (history: Parameters<typeof given>[1], name: keyof typeof customer.commands, body: object) =>
      expect(
        given(customer, [began, ...history])
          .when(name, body as never, earlier)
          .decided(),
      ).toHaveLength(1);
    const active = event(CustomerActivated, { ...activated.data, at: earlier.meta.occurredAt });
    isTaken([dormant], 'ActivateCustomer', { reason: 'signed' });
    isTaken([active, archived, restored], 'MarkChurned', { reason: 'price' });
    isTaken([active, dormant], 'MarkChurned', { reason: 'price' });
    isTaken([active, archived, restored], 'MarkDormant', { idleDays: 180 });
    isTaken([activated, dormant], 'ArchiveCustomer', { reason: 'dissolved' });
    // What was told before the time was recorded is no bound, and what tells nothing new has no order.
    const undated = event(CustomerActivated, { customerId, reason: 'signed' });
    given(customer, [began, undated]).when('MarkChurned', { reason: 'price' }, earlier).decided();
    given(customer, [began, activated]).when('ActivateCustomer', { reason: 'signed' }, earlier).thenNothing();
  });

  it('stays dormant where it became so after its status changed, which was told later', () => {
    const early = '2026-03-01T09:59:59.999Z';
    const isDormant = (...history: Parameters<typeof given>[1]) =>
      (given(customer, [registered, ...history]).state() as { readonly dormant: boolean }).dormant;
    for (const change of [activated, churned, wonBack]) {
      const on = (time: string | undefined) => ({ ...change, data: { ...change.data, at: time } });
      expect(isDormant(dormant, on(early))).toBe(true);
      for (const time of [at, undefined]) expect(isDormant(dormant, on(time))).toBe(false);
      expect(isDormant(event(CustomerBecameDormant, { customerId, idleDays: 180 }), on(early))).toBe(false);
      expect(isDormant(dormant, event(CustomerReengaged, { customerId, at }), on(early))).toBe(false);
    }
  });

  it('is put away and taken out again, and nothing else while it is away', () => {
    given(customer, [registered]).when('ArchiveCustomer', { reason: 'dissolved' }).then([archived]);
    given(customer, [registered, archived]).when('ArchiveCustomer', { reason: 'dissolved' }).thenNothing();
    given(customer, [registered, archived])
      .when('ArchiveCustomer', { reason: 'twice' })
      .thenRefused('customer-archived');
    given(customer, [registered, archived]).when('RestoreCustomer', { reason: 'mistake' }).then([restored]);
    given(customer, [registered]).when('RestoreCustomer', { reason: 'mistake' }).thenNothing();
    const back = given(customer, [registered, archived, restored]);
    back.when('RestoreCustomer', { reason: 'mistake' }).thenNothing();
    back.when('RestoreCustomer', { reason: 'needed' }).thenRefused('customer-not-archived');
    given(customer, [registered, archived, restored]).when('ActivateCustomer', { reason: 'signed' }).then([activated]);
  });

  it('takes no command but the way out while it is away, and none before it was registered', () => {
    const commands = Object.keys(customer.commands).filter(name => !customer.creates.includes(name as never));
    expect(commands.length).toBeGreaterThan(20);
    const body = { clear: [], products: [] } as never;
    for (const name of commands as (keyof typeof customer.commands)[]) {
      given(customer, []).when(name, body).thenRefused('unknown-customer');
      const early = { meta: { occurredAt: '2020-01-01T00:00:00.000Z' } };
      given(customer, [registered]).when(name, body, early).thenRefused('before-beginning', '/occurredAt');
      if (name === 'ArchiveCustomer' || name === 'RestoreCustomer') continue;
      given(customer, [registered, archived]).when(name, body).thenRefused('customer-archived');
    }
  });

  it('tells other records whether it takes on work', () => {
    const refusal = (history: readonly (typeof registered | typeof archived)[]) => {
      try {
        ensureCustomer(given(customer, history).state());
      } catch (error) {
        if (error instanceof Refusal) return [error.kind, error.code, error.field];
      }
      return undefined;
    };
    expect(refusal([registered])).toBeUndefined();
    expect(refusal([])).toEqual(['missing', 'unknown-customer', '/customerId']);
    expect(refusal([registered, archived])).toEqual(['rule', 'customer-archived', '/customerId']);
    expect(acceptsWork(given(customer, [registered]).state())).toBe(true);
    expect(acceptsWork(given(customer, [registered, archived]).state())).toBe(false);
    expect(acceptsWork(customer.initialState)).toBe(false);
  });
});

describe('the parent of a customer', () => {
  const parent = given(customer, [registeredAs('p')]).state();
  const set = event(ParentCustomerSet, { customerId, parentId: 'p' });

  it('is set, changed and taken away', () => {
    given(customer, [registered]).when('SetParentCustomer', { parentId: 'p' }, { facts: { parent } }).then([set]);
    given(customer, [registered, set]).when('SetParentCustomer', { parentId: 'p' }).thenNothing();
    given(customer, [registered, set])
      .when('SetParentCustomer', { parentId: 'q' }, { facts: { parent } })
      .then([event(ParentCustomerSet, { customerId, parentId: 'q', formerParentId: 'p' })]);
    const alone = event(ParentCustomerSet, { customerId, formerParentId: 'p' });
    given(customer, [registered, set]).when('SetParentCustomer', {}).then([alone]);
    given(customer, [registered, set, alone]).when('SetParentCustomer', {}).thenNothing();
  });

  it('is another customer, that is there and not its child', () => {
    const refused = (code: string, facts: { parent?: typeof parent }, parentId = 'p') =>
      given(customer, [registered]).when('SetParentCustomer', { parentId }, { facts }).thenRefused(code, '/parentId');
    refused('own-parent', { parent }, customerId);
    refused('unknown-customer', {});
    refused('unknown-customer', { parent: customer.initialState });
    refused('customer-archived', {
      parent: given(customer, [registeredAs('p'), event(CustomerArchived, { customerId: 'p', reason: 'x' })]).state(),
    });
    refused('parent-cycle', {
      parent: given(customer, [
        registeredAs('p'),
        event(ParentCustomerSet, { customerId: 'p', parentId: customerId }),
      ]).state(),
    });
  });

  it('is read before the decision', () => {
    const facts = (data: { parentId?: string }) =>
      customer.facts!.SetParentCustomer!({ data, meta: testMeta() }, customer.initialState);
    expect(facts({ parentId: 'p' })).toEqual({ parent: { aggregate: 'customer', id: 'p' } });
    expect(facts({})).toEqual({ parent: undefined });
  });
});

describe('the tier of a customer', () => {
  const silver = event(CustomerTierChanged, { customerId, to: 'silver', direction: 'up', by: 'manual' });

  it('goes up and down by rank', () => {
    expect(tierRank('platinum')).toBeGreaterThan(tierRank('gold'));
    given(customer, [registered]).when('ChangeTier', { tier: 'silver' }).then([silver]);
    given(customer, [registered, silver])
      .when('ChangeTier', { tier: 'gold', reason: 'revenue', ruleId: 'abc' })
      .then([
        event(CustomerTierChanged, {
          customerId,
          from: 'silver',
          to: 'gold',
          direction: 'up',
          by: 'rule',
          ruleId: 'abc',
          reason: 'revenue',
        }),
      ]);
    given(customer, [registered, silver])
      .when('ChangeTier', { tier: 'bronze' })
      .then([
        event(CustomerTierChanged, { customerId, from: 'silver', to: 'bronze', direction: 'down', by: 'manual' }),
      ]);
    given(customer, [registered, silver]).when('ChangeTier', { tier: 'silver' }).thenNothing();
  });
});

describe('the owner of a customer', () => {
  const ann = event(CustomerOwnerAssigned, { customerId, to: 'ann', teamId: 'north' });

  it('is assigned with the team', () => {
    given(customer, [registered]).when('AssignOwner', { ownerId: 'ann', teamId: 'north' }).then([ann]);
    given(customer, [registered, ann]).when('AssignOwner', { ownerId: 'ann', teamId: 'north' }).thenNothing();
    given(customer, [registered, ann])
      .when('AssignOwner', { ownerId: 'ann', teamId: 'south', reason: 'move' })
      .then([event(CustomerOwnerAssigned, { customerId, from: 'ann', to: 'ann', teamId: 'south', reason: 'move' })]);
  });

  it('stays where it is no longer the one that was thought', () => {
    const toBob = { ownerId: 'bob', fromOwnerId: 'ann' };
    const bob = event(CustomerOwnerAssigned, { customerId, from: 'ann', to: 'bob' });
    given(customer, [registered, ann]).when('AssignOwner', toBob).then([bob]);
    given(customer, [registered, ann, bob]).when('AssignOwner', toBob).thenNothing();
    given(customer, [registered]).when('AssignOwner', toBob).thenRefused('owner-changed', '/fromOwnerId');
  });
});

describe('the relationship model of a customer', () => {
  it('is set once', () => {
    const basic = event(RelationshipModelSet, { customerId, model: 'basic' });
    given(customer, [registered]).when('SetRelationshipModel', { model: 'basic' }).then([basic]);
    given(customer, [registered, basic]).when('SetRelationshipModel', { model: 'basic' }).thenNothing();
    given(customer, [registered, basic])
      .when('SetRelationshipModel', { model: 'partner' })
      .then([event(RelationshipModelSet, { customerId, from: 'basic', model: 'partner' })]);
  });
});
