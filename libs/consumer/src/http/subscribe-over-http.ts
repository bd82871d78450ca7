import { setTimeout } from 'node:timers/promises';
import type { Inbox, InboxStorage } from '../inbox/index.js';
import { Frames, HTTP_TOPIC, messageOfFrame } from './frames.js';

export interface HttpSubscribeOptions<Tx> {
  /** Of the query API: `http://crm.example:3000`. */
  readonly url: string;
  readonly inbox: Inbox<Tx>;
  /** The inbox'. It also remembers how far the feed was read, as if that were a stream. */
  readonly storage: InboxStorage<Tx>;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told that a connection failed, or ended before an event came, before the next one is tried. */
  readonly onAway?: (error: Error) => void;
  /** The pause before the next connection after one of those, in milliseconds; it doubles each time until an event comes. */
  readonly pauseMs?: { readonly first: number; readonly most: number };
}

const CURSOR = { key: '', stream: HTTP_TOPIC };
const START = -1n;

/**
 * Feeds an inbox from `GET /v1/events`, from the first event on: for services without access to Kafka. It connects again by itself, from
 * where the service's storage says; resolves when the signal aborts, and rejects with what the storage throws. An inbox that stops a key
 * goes on with it after {@link Inbox.release} as soon as the key's next event comes.
 */
export async function subscribeOverHttp<Tx>(options: HttpSubscribeOptions<Tx>): Promise<void> {
  const { signal, onAway, pauseMs: { first, most } = { first: 100, most: 10_000 } } = options;
  let pause = first;
  while (!signal.aborted)
    try {
      await readOnce(options, () => (pause = first));
    } catch (error) {
      if (!(error instanceof FeedAway)) throw error;
      if (signal.aborted) return;
      onAway?.(error);
      await setTimeout(pause, undefined, { signal }).catch(() => undefined);
      pause = Math.min(most, pause * 2);
    }
}

/** The connection, not the service's storage. */
class FeedAway extends Error {
  override readonly name = 'FeedAway';
}

async function connect(
  { url, signal }: Pick<HttpSubscribeOptions<never>, 'url' | 'signal'>,
  after: bigint,
): Promise<AsyncIterable<Uint8Array>> {
  try {
    const response = await fetch(`${url}/v1/events?from=start`, {
      headers: after === START ? {} : { 'last-event-id': String(after) },
      signal,
    });
    if (!response.ok || response.body === null) throw new Error(`it answered ${response.status}`);
    return response.body;
  } catch (error) {
    throw new FeedAway((error as Error).message, { cause: error });
  }
}

async function* pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const piece of body) yield decoder.decode(piece, { stream: true });
  } catch (error) {
    throw new FeedAway((error as Error).message, { cause: error });
  }
}

/** Reads until the connection ends, or the feed is to be read again from an earlier place. Throws {@link FeedAway} where nothing came. */
async function readOnce<Tx>(options: HttpSubscribeOptions<Tx>, onEvents: () => void): Promise<void> {
  const { inbox, storage } = options;
  const cursor = await storage.transaction(async tx => storage.handled(tx, CURSOR));
  const frames = new Frames();
  let isAnything = false;
  for await (const piece of pieces(await connect(options, cursor?.place.offset ?? START))) {
    const messages = frames.take(piece).map(messageOfFrame);
    if (messages.length === 0) continue;
    isAnything = true;
    onEvents();
    const { count, readAgain } = await inbox.take(messages);
    const offset = readAgain === undefined ? messages[count - 1]?.place.offset : readAgain.offset - 1n;
    if (offset !== undefined)
      await storage.transaction(async tx =>
        storage.setHandled(tx, CURSOR, {
          revision: 0,
          eventId: '',
          recordedAt: '',
          place: { topic: HTTP_TOPIC, partition: 0, offset },
        }),
      );
    if (readAgain !== undefined) return;
  }
  if (!isAnything) throw new FeedAway('the connection ended before an event came');
}
