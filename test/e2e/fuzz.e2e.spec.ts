import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allCommandRoutes } from '@touchstream/command-api';
import { decodeMetadata, uuidv7, type EventMetadata } from '@touchstream/events';
import * as fc from 'fast-check';
import { addressOf, Api } from '../fixtures/api.js';
import { Conformance } from '../fixtures/conformance.js';
import { makeHistory, type History } from '../fixtures/history.js';
import { TestServer } from '../fixtures/server.js';

const RUNS = 2_000;

type Json = unknown;
const isObject = (node: Json): node is Record<string, Json> =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

/** The ids that examples name, and whose they are. */
const NAMED: Readonly<Record<string, keyof History>> = {
  '0197f000-0000-7000-8000-000000000001': 'customerId',
  '0197f000-0000-7000-8000-000000000002': 'contactId',
  '0197f000-0000-7000-8000-000000000011': 'contactId',
  '0197f000-0000-7000-8000-00000000000a': 'opportunityId',
  '0197f000-0000-7000-8000-000000000021': 'opportunityId',
  '0197f000-0000-7000-8000-00000000000d': 'productId',
  'standard-usd': 'priceBookId',
  'case-2': 'caseId',
  p1: 'contactId',
};
const RECORD: Readonly<Record<string, keyof History>> = {
  customer: 'customerId',
  contact: 'contactId',
  interaction: 'interactionId',
  opportunity: 'opportunityId',
  product: 'productId',
  'price-book': 'priceBookId',
  quote: 'quoteId',
  order: 'orderId',
  case: 'caseId',
  call: 'callId',
  'import-batch': 'importId',
};

/** An example that names records that are there. */
function real(node: Json, history: History): Json {
  if (Array.isArray(node)) return node.map(one => real(one, history));
  if (isObject(node))
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, real(value, history)]));
  const named = typeof node === 'string' ? NAMED[node] : undefined;
  return named === undefined ? node : history[named];
}

/** What is done to a body: at the place that `where` leads to. */
interface Garbling {
  readonly where: readonly number[];
  readonly how: 'drop' | 'replace' | 'add' | 'rename' | 'repeat';
  readonly value: Json;
  readonly name: string;
}

const ODD: readonly Json[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '__proto__',
  '1e400',
  '-1',
  '2026-02-30',
  '2026-02-28T10:00:00Z',
  'ann',
  'EUR',
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  [],
  {},
  [[]],
  { amount: '1', currency: 'EUR' },
];
const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(...ODD),
);
const garblings: fc.Arbitrary<readonly Garbling[]> = fc.array(
  fc.record({
    where: fc.array(fc.nat(20), { maxLength: 3 }),
    how: fc.constantFrom('drop', 'replace', 'add', 'rename', 'repeat'),
    value: odd,
    name: fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('id', 'occurredAt', 'comment', 'toString')),
  }),
  { maxLength: 3 },
);

function garbled(body: Json, { where, how, value, name }: Garbling): Json {
  const [here, ...further] = where;
  if (!isObject(body) && !Array.isArray(body)) return how === 'drop' ? undefined : value;
  const keys = Object.keys(body);
  const key = keys[(here ?? 0) % Math.max(1, keys.length)];
  if (key === undefined) return how === 'add' ? { [name]: value } : value;
  const copy = (Array.isArray(body) ? [...body] : { ...body }) as Record<string, Json>;
  if (further.length > 0) copy[key] = garbled(copy[key], { where: further, how, value, name });
  else if (how === 'drop') delete copy[key];
  else if (how === 'replace') copy[key] = value;
  else if (how === 'repeat') copy[key] = [copy[key], copy[key]];
  else {
    copy[name] = how === 'add' ? value : copy[key];
    if (how === 'rename') delete copy[key];
  }
  return copy;
}

describe('commands that were garbled', () => {
  let server: TestServer;
  let api: Api;
  let conformance: Conformance;
  let history: History;

  beforeAll(async () => {
    server = await TestServer.start();
    api = await Api.of(server.client);
    conformance = new Conformance(api);
    history = await makeHistory(server.client, api, 'FUZZ');
  });
  afterAll(() => server.dispose());

  const commands = allCommandRoutes.flatMap(({ aggregate, paths }) =>
    Object.keys(paths).map(name => ({ name, aggregate: aggregate.name })),
  );

  /** What a request has added to the store, found by its correlation id, without what reactions to it have caused by now. */
  async function added(after: bigint, correlationId: string): Promise<readonly string[]> {
    const { events } = await server.standalone.eventStore.readFeed({ after, limit: 1_000 });
    const isOurs = (one: EventMetadata) => one.correlationId === correlationId && one.causationId === undefined;
    return events.filter(one => isOurs(decodeMetadata(one))).map(one => one.type);
  }

  it('are accepted or refused as documented, and change nothing where refused', async () => {
    const outcomes = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...commands), garblings, async ({ name, aggregate }, changes) => {
        const operation = api.command(name);
        const body = changes.reduce(garbled, real(api.example(name), history)) ?? {};
        const correlationId = uuidv7();
        const before = await server.head();
        const answer = await server.client.post(
          addressOf(operation, history[RECORD[aggregate] ?? 'customerId']),
          body,
          { headers: { 'x-correlation-id': correlationId } },
        );

        const isAccepted = answer.status < 300;
        outcomes[isAccepted ? 'accepted' : 'refused'] += 1;
        // Of several unique values, those before the one that is taken are claimed, and given back when unused.
        const isClaimed = isAccepted || answer.status === 409;
        const events = (await added(before, correlationId)).filter(type => !isClaimed || type !== 'claim.made');
        expect(events).toEqual(isAccepted ? answer.body.events.map(one => one.type) : []);
        expect(answer.status).toBeLessThan(500);
        expect(conformance.faults(operation, answer)).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // Both happened, and often: the examples and the records they name have not gone stale.
    expect(outcomes.accepted).toBeGreaterThan(RUNS / 20);
    expect(outcomes.refused).toBeGreaterThan(RUNS / 4);
  });

  it('leave views that can be read', async () => {
    const minPosition = await server.head();
    const status = await server.client.get(`/v1/customers/${history.customerId}`, { minPosition });
    expect(status.status).toBe(200);
    const { views } = await server.client.read<{ views: { view: string; parked: { events: number } }[] }>(
      '/v1/projections',
    );
    expect(views.filter(view => view.parked.events > 0)).toEqual([]);
  });
});
