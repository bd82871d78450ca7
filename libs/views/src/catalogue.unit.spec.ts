import { describe, expect, it } from '@jest/globals';
import {
  contractOf,
  eventCatalogue,
  eventsByAggregate,
  schemaOf,
  type AnyEvent,
  type EventClass,
  type JsonSchema,
} from '@touchstream/events';
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { views } from './catalogue.js';
import { example, foldEveryWay, happened, historyOf, timeOf } from './testing/index.js';
import { fold, type View } from './view/index.js';

const SEED = 20260301;

const anEvent = record({
  type: constantFrom(...eventCatalogue.values()),
  customerId: constantFrom('c1', 'c2', undefined),
  occurredAt: integer({ min: 0, max: 100 }).map(timeOf),
}).map(({ type, customerId, occurredAt }) => happened(example(type), { customerId, occurredAt }));

/** These show events of many kinds, and do not name things as the events do. */
const OF_MANY_KINDS = new Set(['customer-360', 'interaction-timeline']);

/** What is said in one sense, while a field of the same name has another, or is to be empty. */
const MEANT_OTHERWISE: ReadonlySet<string> = new Set([
  // The examples are no complaints: nothing is to be acknowledged.
  'cases: acknowledgementDueAt of case.opened',
  'cases: acknowledgementDueAt of case.classified',
  // The team it goes to has to find an owner; who was it is told.
  'cases: ownerId of case.transferred',
  // Told again of what an event before it has said.
  'cases: firstRespondedAt of case.resolved',
  'cases: rootCause of complaint.upheld',
  'cases: rootCause of complaint.not-upheld',
  'orders: dueDate of order.payment-overdue',
  // Of the action, and not of the case.
  'cases: ownerId of complaint.corrective-action-planned',
  // Until the caller is identified.
  'calls: customerId of call.offered',
  // Of the callback, and not of the call; the call that calls back has not been made.
  'calls: callId of call.callback-requested',
  'calls: agentId of call.callback-requested',
  'calls: attempt of call.callback-made',
  'calls: agentId of call.callback-made',
  // Of the discount, or of the new version, while the quote has one of how it ended.
  'quotes: reason of quote.discount-applied',
  'quotes: reason of quote.revised',
]);

const ofFormat: Readonly<Record<string, string>> = {
  id: 'some-id',
  text: 'some text',
  date: '2026-03-01',
  'date-time': timeOf(0),
  e164: '+491701234567',
  currency: 'EUR',
  country: 'DE',
};
const propertiesOf = (schema: JsonSchema) => Object.entries(schema['properties'] as Record<string, JsonSchema>);

/** A value that a contract takes. */
function valueOf(schema: JsonSchema): unknown {
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (schema['type'] === 'object')
    return Object.fromEntries(propertiesOf(schema).map(([name, inner]) => [name, valueOf(inner)]));
  if (schema['type'] === 'array') return [valueOf(schema['items'] as JsonSchema)];
  if (schema['type'] === 'string') return ofFormat[String(schema['format'])] ?? '1.00';
  return schema['type'] === 'boolean' ? true : (schema['minimum'] ?? 1);
}

/** The contract's example, with all that it leaves out. */
function whole(type: EventClass): AnyEvent {
  const { example: given } = contractOf(type);
  const left = propertiesOf(schemaOf(type)).filter(([name]) => !(name in given));
  return example(type, Object.fromEntries(left.map(([name, schema]) => [name, valueOf(schema)])));
}

/** Each value in a document with the name of its field, however deep. */
function* named(value: unknown): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield [name, inner];
    yield* named(inner);
  }
}

/** What the last event says that the documents it touches have a field for which is empty all the same. */
function lostIn(view: View, given: readonly AnyEvent[]): readonly string[] {
  const history = historyOf(given);
  const last = history.at(-1)!;
  const documents = fold(view, history);
  const lost = view.keys(last).flatMap(key => {
    const doc = documents.get(key)?.doc ?? null;
    const fields = [...named(doc), ...named(doc === null ? null : view.index(doc).fields)];
    return Object.keys(last.data).filter(said => fields.some(([name, value]) => name === said && value === null));
  });
  return lost.map(name => `${view.name}: ${name} of ${last.type}`);
}

describe('the views', () => {
  it('lose nothing that they are told and have a field for', () => {
    const shown = views.filter(view => !OF_MANY_KINDS.has(view.name));
    const lost = Object.values(eventsByAggregate).flatMap(group => {
      const [first, ...later] = Object.values(group).map(whole);
      return [[first!], ...later.map(event => [first!, event])].flatMap(given =>
        shown.filter(view => view.on[given.at(-1)!.type]).flatMap(view => lostIn(view, given)),
      );
    });
    expect(new Set(lost)).toEqual(MEANT_OTHERWISE);
  });

  it.each(views.map(view => [view.name, view] as const))('%s folds whatever comes, in whatever order', (_, view) => {
    assert(
      property(array(anEvent, { maxLength: 25 }), given => {
        foldEveryWay(view, historyOf(given));
      }),
      { numRuns: 25, seed: SEED },
    );
  });

  it.each(views.map(view => [view.name, view] as const))('%s folds the example of every contract', (_, view) => {
    foldEveryWay(view, historyOf([...eventCatalogue.values()].map(type => example(type))));
  });

  it('have names of their own, and indexes too', () => {
    expect(new Set(views.map(view => view.name)).size).toBe(views.length);
    for (const { name, indexes } of views)
      expect({ name, indexes: new Set(indexes.map(index => index.name)).size }).toEqual({
        name,
        indexes: indexes.length,
      });
  });

  it('leave no event of any aggregate unlooked at, but those that none shows', () => {
    const looked = new Set(
      views.filter(view => view.name !== 'interaction-timeline').flatMap(view => Object.keys(view.on)),
    );
    const unlooked = Object.entries(eventsByAggregate)
      .flatMap(([aggregate, events]) => Object.values(events).map(({ type }) => ({ aggregate, type })))
      .filter(({ type }) => !looked.has(type));
    expect(new Set(unlooked.map(one => one.aggregate))).toEqual(new Set(['claim', 'portfolio', 'reaction']));
  });
});
