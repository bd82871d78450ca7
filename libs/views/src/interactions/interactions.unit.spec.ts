import { describe, it } from '@jest/globals';
import {
  CostToServeRecorded,
  DocumentAttached,
  InteractionCorrected,
  InteractionLogged,
  VisitorIdentified,
  WebVisitRecorded,
} from '@touchstream/events';
import { example, happened, viewSpec } from '../testing/index.js';
import { interactions } from './interactions.js';

const interactionId = 'i1';
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const logged = example(InteractionLogged, { interactionId, customerId: 'c1', contactIds: ['p1'] });
const given = (...history: Parameters<ReturnType<typeof viewSpec>['given']>[0]) =>
  viewSpec(interactions).given([logged, ...history]);

describe('the register of interactions', () => {
  it('shows a touch with what it has cost', () => {
    given()
      .thenDocument(interactionId, {
        customerId: 'c1',
        ownerId: 'ann',
        channel: 'visit',
        direction: 'outbound',
        subject: 'Plant tour',
        durationMin: 90,
        cost: { minor: 12_000, currency: 'EUR' },
        concessions: [{ type: 'discount', value: { minor: 50_000, currency: 'EUR' }, note: 'On the next order' }],
        webVisit: null,
      })
      .thenIndexed(interactionId, {
        fields: { channel: 'visit' },
        lookups: { contact: ['p1'], related: ['opportunity:0197f000-0000-7000-8000-000000000021'] },
      });
  });

  it('is put right, field by field', () => {
    const changes = [
      { field: 'durationMin', old: 90, new: 60 },
      { field: 'cost', old: eur('120.00'), new: eur('99.50') },
      { field: 'concessions', old: [], new: [{ type: 'gift', value: eur('5.00') }] },
      { field: 'relatedTo', old: [], new: null },
      { field: 'place', old: 'Berlin', new: null },
    ];
    given(example(InteractionCorrected, { interactionId, customerId: 'c1', changes })).thenDocument(interactionId, {
      durationMin: 60,
      cost: { minor: 9_950, currency: 'EUR' },
      concessions: [{ type: 'gift', value: { minor: 500, currency: 'EUR' }, note: null }],
      relatedTo: [],
      place: null,
      corrections: 1,
      subject: 'Plant tour',
    });
    given(
      example(InteractionCorrected, { interactionId, changes: [{ field: 'cost', old: eur('120.00'), new: null }] }),
    ).thenDocument(interactionId, { cost: null });
  });

  it('has documents, and what it cost to serve', () => {
    given(
      example(DocumentAttached, { interactionId, docId: 'd1' }),
      example(CostToServeRecorded, { interactionId, amount: eur('86.40') }),
    ).thenDocument(interactionId, {
      documents: [
        {
          id: 'd1',
          name: 'minutes.pdf',
          hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
          size: 48_213,
          mime: 'application/pdf',
        },
      ],
      costsToServe: [{ kind: 'travel', minor: 8_640, currency: 'EUR', basis: '288 km at 0.30' }],
    });
  });

  it('may be a visit of our pages, by somebody known later', () => {
    const visited = happened(example(WebVisitRecorded, { interactionId: 'v1' }), { customerId: undefined });
    viewSpec(interactions)
      .given([visited])
      .thenDocument('v1', { customerId: null, channel: 'web', direction: 'inbound', contactIds: [], ownerId: null })
      .thenIndexed('v1', { lookups: { visitor: ['visitor-5f2c'] } });
    viewSpec(interactions)
      .given([visited, example(VisitorIdentified, { interactionId: 'v1', contactId: 'p1', customerId: 'c1' })])
      .thenDocument('v1', { customerId: 'c1', contactIds: ['p1'] });
  });
});
