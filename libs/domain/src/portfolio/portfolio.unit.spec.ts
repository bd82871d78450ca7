import { describe, expect, it } from '@jest/globals';
import {
  compileValidator,
  CustomerOwnerAssigned,
  CustomerRegistered,
  event,
  PortfolioHandedOver,
  schemaOf,
} from '@touchstream/events';
import { AssignOwner, customer } from '../customer/index.js';
import { given, testMeta } from '../testing/index.js';
import { assignmentsOf, portfolio } from './portfolio.js';

const owned = (customerId: string, ownerId: string, registeredAt = testMeta().now) =>
  given(customer, [
    event(CustomerRegistered, {
      customerId,
      code: customerId,
      kind: 'business',
      name: 'Acme',
      phones: [],
      externalRefs: [],
      registeredAt,
    }),
    event(CustomerOwnerAssigned, { customerId, to: ownerId }),
  ]).state();

const facts = { c1: owned('c1', 'ann'), c2: owned('c2', 'ann'), c3: owned('c3', 'eve') };
const handOver = { from: 'ann', to: 'bob', teamId: 'north', customerIds: ['c1', 'c2'], note: 'x'.repeat(500) };
const handedOver = event(PortfolioHandedOver, handOver);

describe('a portfolio', () => {
  it('is handed over as often as it is, each customer once', () => {
    given(portfolio, [])
      .when('HandOverPortfolio', { ...handOver, customerIds: ['c1', 'c2', 'c1'] }, { facts })
      .then([handedOver]);
    given(portfolio, [handedOver]).when('HandOverPortfolio', handOver, { facts }).then([handedOver]);
  });

  it('is that of the old owner, and looks at its customers', () => {
    expect(portfolio.identify!.HandOverPortfolio!(handOver)).toBe('ann');
    expect(portfolio.facts!.HandOverPortfolio!({ data: handOver, meta: testMeta() }, {})).toEqual({
      c1: { aggregate: 'customer', id: 'c1' },
      c2: { aggregate: 'customer', id: 'c2' },
    });
  });

  it('goes to somebody else, with customers that the old owner has', () => {
    const refused = (code: string, field: string, over: object) =>
      given(portfolio, [])
        .when('HandOverPortfolio', { ...handOver, ...over }, { facts })
        .thenRefused(code, field);
    refused('same-owner', '/to', { to: 'ann' });
    refused('unknown-customer', '/customerIds/1', { customerIds: ['c1', 'c9'] });
    refused('not-the-owner', '/customerIds/2', { customerIds: ['c1', 'c2', 'c3'] });
  });

  it('goes over with customers that were there by then: they could not be assigned before', () => {
    const late = { ...facts, c2: owned('c2', 'ann', '2026-03-01T10:00:00.001Z') };
    given(portfolio, [])
      .when('HandOverPortfolio', handOver, { facts: late })
      .thenRefused('before-beginning', '/customerIds/1');
  });

  it('makes each customer change its owner in consequence', () => {
    const assignments = assignmentsOf(handedOver.data);
    expect(assignments.map(({ customerId }) => customerId)).toEqual(['c1', 'c2']);
    const valid = compileValidator(schemaOf(AssignOwner));
    for (const { body } of assignments) expect(valid(body)).toEqual([]);
    expect(assignments[0]?.body).toEqual({
      ownerId: 'bob',
      fromOwnerId: 'ann',
      teamId: 'north',
      reason: 'x'.repeat(500),
    });
    expect(assignmentsOf({ from: 'ann', to: 'bob', customerIds: ['c1'] })[0]?.body).toEqual({
      ownerId: 'bob',
      fromOwnerId: 'ann',
    });
  });
});
