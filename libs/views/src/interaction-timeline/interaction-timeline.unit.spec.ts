import { describe, expect, it } from '@jest/globals';
import {
  CallerIdentified,
  CallerReidentified,
  CaseClassified,
  CaseOpened,
  CaseResponded,
  contractOf,
  eventCatalogue,
  eventsByAggregate,
  InteractionLogged,
  ContactChannelAdded,
  OpportunityOpened,
  OpportunityStageChanged,
  OrderPlaced,
  PortfolioHandedOver,
  QuoteSent,
  SalesProcessPublished,
  VisitorIdentified,
  WebVisitRecorded,
  type CaseDigest,
  type EventClass,
} from '@touchstream/events';
import { example, happened, historyOf, timeOf, viewSpec } from '../testing/index.js';
import { entryKinds } from './document.js';
import { interactionTimeline } from './interaction-timeline.js';
import { plainTitle, titleOf, titles } from './titles/index.js';

const key = (customerId: string, position: number) => `${customerId}/${String(position).padStart(19, '0')}`;
const entry = (...[event, circumstances = {}]: [Parameters<typeof happened>[0], Parameters<typeof happened>[1]?]) =>
  viewSpec(interactionTimeline)
    .given([happened(event, { customerId: 'c1', ...circumstances })])
    .document(key('c1', 0));

const { case: digest } = contractOf(CaseClassified).example as unknown as { case: Readonly<CaseDigest> };

describe('the timeline of a customer', () => {
  it('has an entry for each event, with its place in the store', () => {
    viewSpec(interactionTimeline)
      .given([
        example(OpportunityOpened, { customerId: 'c1' }),
        happened(example(OpportunityStageChanged), {
          customerId: 'c1',
          position: 2_345_678_901_234_567_890n,
          stream: 'opportunity-x',
          revision: 7,
          occurredAt: timeOf(-60),
          actor: { id: 'erp', kind: 'integration' },
          importId: 'i1',
        }),
      ])
      .thenKeys([key('c1', 0), 'c1/2345678901234567890'])
      .thenDocument('c1/2345678901234567890', {
        customerId: 'c1',
        kind: 'opportunity',
        type: 'opportunity.stage-changed',
        title: 'Opportunity moved skip to Proposal',
        stream: 'opportunity-x',
        revision: 7,
        position: '2345678901234567890',
        occurredAt: timeOf(-60),
        recordedAt: timeOf(1),
        actorId: 'erp',
        actorKind: 'integration',
        importId: 'i1',
        channel: null,
        direction: null,
      })
      .thenIndexed('c1/2345678901234567890', {
        fields: { customerId: 'c1', occurredAt: timeOf(-60), recordedAt: timeOf(1) },
      });
  });

  it('is of a kind for every event that may have to do with a customer', () => {
    const others = ['claim', 'import', 'price-book', 'product', 'reaction', 'sales-process'];
    const kinds = new Set([...eventCatalogue.keys()].map(type => type.slice(0, type.indexOf('.'))));
    expect([...kinds].sort()).toEqual([...entryKinds, ...others].sort());
  });

  it('orders positions as text as they are ordered as numbers', () => {
    const keyAt = (position: bigint) => {
      const [event] = historyOf([happened(example(OrderPlaced), { position })]);
      return event === undefined ? [] : interactionTimeline.keys(event);
    };
    const inOrder = [9n, 10n, 1_000n, 2n ** 63n - 1n].flatMap(keyAt);
    expect(inOrder.toReversed().sort()).toEqual(inOrder);
  });

  it('touches every customer that an event concerns', () => {
    const keysOf = (event: Parameters<typeof happened>[0], customerId: string | undefined) =>
      viewSpec(interactionTimeline).given([happened(event, { customerId })]);
    keysOf(example(ContactChannelAdded, { customerIds: ['c1', 'c2'] }), undefined).thenKeys([
      key('c1', 0),
      key('c2', 0),
    ]);
    keysOf(example(PortfolioHandedOver, { customerIds: ['c1', 'c2'] }), undefined).thenKeys([
      key('c1', 0),
      key('c2', 0),
    ]);
    const moved = example(CallerReidentified, { old: { customerId: 'c1' }, new: { customerId: 'c2' } });
    keysOf(moved, 'c2').thenKeys([key('c2', 0), key('c1', 0)]);
    keysOf(example(VisitorIdentified, { customerId: 'c2', formerCustomerId: 'c1' }), 'c2').thenKeys([
      key('c2', 0),
      key('c1', 0),
    ]);
    keysOf(example(SalesProcessPublished), undefined).thenKeys([]);
  });

  it('says what was noted, cut at whole characters', () => {
    expect(entry(example(InteractionLogged)).summary).toBe('They plan a second line for next year.');
    const long = entry(example(InteractionLogged, { summary: '𠮷'.repeat(2_000) })).summary ?? '';
    expect([Array.from(long).length, long.isWellFormed()]).toEqual([1_000, true]);
    expect(entry(example(InteractionLogged, { summary: undefined })).summary).toBeNull();
  });

  it('names channel, direction and the people and records in it', () => {
    const relatedTo = [
      { kind: 'order' as const, id: 'o1' },
      { kind: 'case' as const, id: 'case-1' },
    ];
    expect(
      entry(example(InteractionLogged, { interactionId: 'i1', contactIds: ['p1', 'p2'], relatedTo }), {
        channel: 'web',
      }),
    ).toMatchObject({
      channel: 'visit',
      direction: 'outbound',
      contactIds: ['p1', 'p2'],
      interactionId: 'i1',
      orderId: 'o1',
      caseId: 'case-1',
      opportunityId: null,
      amount: { minor: 12_000, currency: 'EUR' },
    });
    expect(entry(example(QuoteSent, { to: ['p1'] }), { channel: 'email' })).toMatchObject({
      channel: 'email',
      direction: 'outbound',
      contactIds: ['p1'],
      amount: { minor: 939_372, currency: 'USD' },
    });
    expect(entry(example(CallerIdentified))).toMatchObject({
      channel: 'phone',
      direction: 'inbound',
      contactIds: ['p1'],
    });
    expect(entry(example(WebVisitRecorded))).toMatchObject({ channel: 'web', direction: 'inbound' });
  });

  it('tells complaints from other cases where the event does', () => {
    expect(entry(example(CaseOpened, { kind: 'complaint' }))).toMatchObject({ kind: 'complaint' });
    expect(entry(example(CaseOpened))).toMatchObject({
      kind: 'case',
      title: 'Case CASE-1042 opened: Line drops every evening',
    });
    expect(entry(example(CaseClassified, { case: { ...digest, kind: 'complaint' } })).kind).toBe('complaint');
    expect(entry(example(CaseResponded)).kind).toBe('case');
  });

  it('has a sentence for every event that concerns customers, and a plain name for any other', () => {
    const {
      claim: _,
      reaction: _____,
      product,
      'price-book': __,
      'sales-process': ___,
      'import-batch': ____,
      ...ofCustomers
    } = eventsByAggregate;
    for (const type of Object.values(ofCustomers).flatMap(group => Object.values(group) as EventClass[])) {
      const title = titleOf({ ...example(type) } as never);
      expect({ type: type.type, own: type.type in titles, plain: /undefined|\[object|NaN/.test(title) }).toEqual({
        type: type.type,
        own: true,
        plain: false,
      });
    }
    expect(titleOf(example(product.ProductIntroduced) as never)).toBe('Product introduced');
    expect(plainTitle('contract.renewal-due')).toBe('Contract renewal due');
  });
});
