import type { StoredEvent } from '@touchstream/events';
import type { ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';
import type { Clients } from '../load/clients.js';
import type { Workload } from '../load/workload.js';
import type { PublicFeed } from './public-feed.js';
import type { Supervised } from './supervised.js';
import { until } from './until.js';

/** Recovery without a hand comes within this, or not at all; in milliseconds. */
const PATIENCE = 90_000;

interface Seen {
  readonly clients: Clients;
  readonly workload: Workload;
  readonly feed: PublicFeed;
  readonly viewStore: Pick<ViewStore, 'checkpoint'>;
  readonly services: { readonly query: Supervised };
}

/** Resolves when a command is accepted, and everything acknowledged by then is visible in all views and on the public feed. */
export async function whenRecovered(system: Seen): Promise<void> {
  const { clients, workload, services } = system;
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await clients.insist(workload.registration(), signal);
  if (answer === 'refused') throw new Error('a registration was refused');
  const { query } = services;
  const read = async () => {
    const options = { headers: { 'x-min-position': answer.position }, signal: AbortSignal.timeout(5_000) };
    return (await fetch(`${query.url}/v1/customers/${answer.id}`, options)).status === 200;
  };
  await until('the query API does not answer', read, signal);
  const position = clients.acknowledged.reduce(
    (most, { answer: { position: one } }) => (BigInt(one) > most ? BigInt(one) : most),
    0n,
  );
  await whenVisible(system, position, signal);
}

/** Resolves when everything up to the position is in all views, and everything acknowledged on the public feed. */
export const whenAllIsThere = (system: Seen, position: bigint): Promise<void> =>
  whenVisible(system, position, AbortSignal.timeout(PATIENCE));

async function whenVisible({ clients, viewStore, feed }: Seen, position: bigint, signal: AbortSignal): Promise<void> {
  const acknowledged = [...clients.acknowledged];
  for (const { name } of views)
    await until(
      `${name} has not folded what was acknowledged;`,
      async () => ((await viewStore.checkpoint(name))?.position ?? -1n) >= position,
      signal,
    );
  let seen = 0;
  const isPublished = () => {
    while (seen < acknowledged.length && acknowledged[seen]!.answer.events.every(({ id }) => feed.has(id))) seen += 1;
    return seen === acknowledged.length;
  };
  await until('the public feed lacks what was acknowledged;', isPublished, signal);
}

/** Resolves when the public feed has what it must have of the events: also of those that nobody was told of. */
export const whenPublished = (feed: PublicFeed, events: readonly StoredEvent[]): Promise<void> =>
  until('the public feed differs;', () => feed.differing(events) === 0, AbortSignal.timeout(PATIENCE));
