import { describe, expect, it } from '@jest/globals';
import {
  QuoteAccepted,
  QuoteApprovalRejected,
  QuoteApprovalRequested,
  QuoteApproved,
  QuoteDiscountApplied,
  QuoteDrafted,
  QuoteExpired,
  QuoteLineAdded,
  QuoteLineChanged,
  QuoteLineRemoved,
  QuoteRejected,
  QuoteRevised,
  QuoteSent,
  QuoteViewed,
  QuoteWithdrawn,
} from '@touchstream/events';
import { example, happened, timeOf, viewSpec } from '../testing/index.js';
import { quotes } from './quotes.js';

const quoteId = 'q1';
const usd = (amount: string) => ({ amount, currency: 'USD' });
const totals = (list: string, discount: string, net: string) => ({
  list: usd(list),
  discount: usd(discount),
  net: usd(net),
  tax: usd('0.00'),
  total: usd(net),
});
const line = (lineId: string, net: string) => ({
  lineId,
  productId: `product-${lineId}`,
  name: 'Thing',
  qty: 1,
  listPrice: usd('100.00'),
  unitPrice: usd('100.00'),
  discountPct: 0,
  taxPct: 0,
  list: usd('100.00'),
  net: usd(net),
  tax: usd('0.00'),
});

const drafted = example(QuoteDrafted, { quoteId, customerId: 'c1', draftedAt: '2026-02-01T00:00:00.000Z' });
const first = example(QuoteLineAdded, {
  quoteId,
  line: line('l1', '100.00'),
  totals: totals('100.00', '0.00', '100.00'),
});
const second = example(QuoteLineAdded, {
  quoteId,
  line: line('l2', '100.00'),
  totals: totals('200.00', '0.00', '200.00'),
});
const discount = (more: Partial<QuoteDiscountApplied> = {}) =>
  example(QuoteDiscountApplied, {
    quoteId,
    scope: 'quote',
    pct: 25,
    line: undefined,
    totals: totals('200.00', '50.00', '150.00'),
    ...more,
  });
const sent = example(QuoteSent, {
  quoteId,
  to: ['contact-7'],
  lines: [line('l1', '75.00'), line('l2', '75.00')],
  totals: totals('200.00', '50.00', '150.00'),
});
const asked = example(QuoteApprovalRequested, { quoteId });

const given = (...history: Parameters<ReturnType<typeof viewSpec>['given']>[0]) =>
  viewSpec(quotes).given([drafted, ...history]);

describe('the register of quotes', () => {
  it('shows a draft', () => {
    given()
      .thenKeys([quoteId])
      .thenDocument(quoteId, {
        number: 'Q-7K3M9P2-Q4T8WX0',
        status: 'draft',
        customerId: 'c1',
        opportunityId: 'op-1',
        version: 1,
        draftedAt: '2026-02-01T00:00:00.000Z',
        validUntil: '2026-04-30',
        discountDepth: null,
        revision: 0,
      })
      .thenIndexed(quoteId, {
        fields: { status: 'draft', ownerId: 'ann', approval: null },
        lookups: { number: ['Q-7K3M9P2-Q4T8WX0'] },
      });
  });

  it('has its lines and what they come to', () => {
    const changed = example(QuoteLineChanged, {
      quoteId,
      line: line('l1', '90.00'),
      totals: totals('200.00', '10.00', '190.00'),
    });
    const removed = example(QuoteLineRemoved, {
      quoteId,
      lineId: 'l2',
      totals: totals('100.00', '10.00', '90.00'),
    });
    const doc = given(first, second, changed, removed)
      .thenDocument(quoteId, {
        totals: { list: 10_000, discount: 1_000, net: 9_000, tax: 0, total: 9_000 },
        discountDepth: 1_000,
      })
      .thenIndexed(quoteId, { lookups: { product: ['product-l1'] } })
      .document(quoteId);
    expect(doc.lines.map(({ id, net, sku }) => ({ id, net, sku }))).toEqual([{ id: 'l1', net: 9_000, sku: null }]);
    expect(doc.versions).toEqual([
      {
        version: 1,
        startedAt: '2026-02-01T00:00:00.000Z',
        sentAt: null,
        validUntil: '2026-04-30',
        totals: doc.totals,
      },
    ]);
  });

  it('tells a discount on the whole from one on a line', () => {
    given(first, second, discount()).thenDocument(quoteId, {
      discount: { pct: 25, amount: null, reason: 'Frame contract' },
      discountDepth: 2_500,
    });
    const ofLine = example(QuoteDiscountApplied, { quoteId, line: line('l1', '90.00') });
    const doc = given(first, ofLine).thenDocument(quoteId, { discount: null }).document(quoteId);
    expect(doc.lines[0]?.net).toBe(9_000);
    given(first, discount(), discount({ pct: 0 })).thenDocument(quoteId, { discount: null });
    given(first, discount({ pct: undefined, amount: usd('5.00') })).thenDocument(quoteId, {
      discount: { pct: null, amount: 500, reason: 'Frame contract' },
    });
  });

  it('waits for an approval, which any change of the content makes void', () => {
    given(first, asked)
      .thenIndexed(quoteId, { fields: { approval: 'pending' } })
      .thenDocument(quoteId, {
        approval: {
          state: 'pending',
          rule: 'discount-limit',
          depthPct: 25.5,
          requestedBy: 'ann',
          requestedAt: timeOf(2),
          approvers: ['carol'],
          decidedBy: null,
          decidedAt: null,
          note: null,
        },
      });
    given(first, asked, example(QuoteApproved, { quoteId })).thenIndexed(quoteId, { fields: { approval: 'approved' } });
    const refused = given(first, asked, example(QuoteApprovalRejected, { quoteId })).document(quoteId);
    expect(refused.approval).toMatchObject({ state: 'rejected', decidedBy: 'carol', note: 'At most 15 %' });
    given(first, asked, second).thenDocument(quoteId, { approval: null });
  });

  it('is sent with the lines as the customer sees them', () => {
    const doc = given(first, second, discount(), sent)
      .thenDocument(quoteId, { status: 'sent', sentAt: timeOf(4), sentTo: ['contact-7'] })
      .document(quoteId);
    expect(doc.lines.map(one => one.net)).toEqual([7_500, 7_500]);
    expect(doc.versions[0]).toMatchObject({ sentAt: timeOf(4), totals: { net: 15_000 } });
  });

  it('is revised from the lines before the discount on the whole', () => {
    const revised = example(QuoteRevised, {
      quoteId,
      version: 2,
      toVersion: 2,
      validUntil: '2026-05-31',
      totals: totals('200.00', '50.00', '150.00'),
    });
    const rejected = example(QuoteRejected, { quoteId });
    const doc = given(first, second, discount(), sent, rejected, revised)
      .thenDocument(quoteId, {
        status: 'draft',
        version: 2,
        validUntil: '2026-05-31',
        sentAt: null,
        closedAt: null,
        reason: null,
        approval: null,
      })
      .document(quoteId);
    expect(doc.lines.map(one => one.net)).toEqual([10_000, 10_000]);
    expect(doc.versions.map(one => [one.version, one.totals.net, one.sentAt])).toEqual([
      [1, 939_372 - 71_592, timeOf(4)],
      [2, 15_000, null],
    ]);
  });

  it('is looked at', () => {
    const viewed = example(QuoteViewed, { quoteId });
    given(first, sent, viewed, viewed).thenDocument(quoteId, { views: 2, lastViewedAt: timeOf(4), status: 'sent' });
    const earlier = happened(viewed, { occurredAt: timeOf(3) });
    given(first, sent, viewed, viewed, earlier).thenDocument(quoteId, { views: 3, lastViewedAt: timeOf(4) });
  });

  it('comes to its end', () => {
    given(sent, example(QuoteAccepted, { quoteId, at: '2026-04-02T09:00:00.000Z' })).thenDocument(quoteId, {
      status: 'accepted',
      closedAt: '2026-04-02T09:00:00.000Z',
      acceptedBy: 'contact-7',
      signedBy: 'Jean Dupont',
    });
    given(sent, example(QuoteRejected, { quoteId })).thenDocument(quoteId, { status: 'rejected', reason: 'Too dear' });
    given(sent, example(QuoteExpired, { quoteId })).thenDocument(quoteId, { status: 'expired', closedAt: timeOf(2) });
    given(example(QuoteWithdrawn, { quoteId })).thenDocument(quoteId, {
      status: 'withdrawn',
      reason: 'Product discontinued',
    });
  });
});
