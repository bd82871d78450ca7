import { Controller, Get, Inject, Query, Req, Res, type OnModuleDestroy } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import type { BusMessage } from '@touchstream/event-bus';
import { START, type EventStore } from '@touchstream/event-store';
import { invalid, Problem, problemResponses } from '@touchstream/platform';
import { PublicFeed, publicTypes, type PublicFilter, type PublicSubscription } from '@touchstream/projections';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { once } from 'node:events';
import { EVENT_STORE } from '../reads/index.js';

interface EventsQuery {
  readonly types?: string;
  readonly customerId?: string;
  readonly from?: 'start' | 'end';
}

/** How far it has been read is told so often, so that proxies keep the connection, and a dead peer is noticed. */
const HEARTBEAT_MS = 15_000;
const BATCH = 200;
/** Subscriptions at a time: each reads the feed for itself, and has some of it in memory. More of them belong on the bus. */
const MOST = 100;
const overloaded = new Problem('overloaded', 'as many clients are subscribed as the server takes at a time', {
  retryAfter: 10,
});
/** -1 is before the first event. */
const POSITION = /^(-1|\d{1,18})$/;

/** Dispatches nothing, and has the client go on from here when it connects again. */
const place = (position: bigint) => `id: ${position}\n\n`;

/** A message as a server-sent event: its position as id, its type as event, the CloudEvent in its JSON form as data. */
function frame({ position, headers, value }: BusMessage): string {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce_'))
    .map(([name, text]) => `${JSON.stringify(name.slice(3))}:${JSON.stringify(text)}`);
  const data = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
  const type = headers['content-type'] ?? 'application/json';
  return `id: ${position}\nevent: ${headers['ce_type'] ?? 'message'}\ndata: {${attributes.join(',')},"datacontenttype":${JSON.stringify(type)},"data":${data}}\n\n`;
}

/** A name that nothing is published by would be waited for in vain, also one of a version that comes later. */
function typesOf(text: string): readonly string[] {
  const types = text.split(',').map(type => type.trim());
  if (types.every(type => publicTypes.has(type))) return types;
  throw invalid({
    parameter: 'types',
    detail:
      'must be types of public events, separated by commas, as crm.customer.registered.v1; /asyncapi.json has all',
  });
}

const filterOf = ({ types, customerId }: EventsQuery): PublicFilter => ({
  ...(types === undefined ? {} : { types: typesOf(types) }),
  ...(customerId === undefined ? {} : { customerId }),
});

/** The public events, live, as the relay publishes them: for those who subscribe over HTTP, whatever the bus is. */
@Controller()
export class PublicEventsController implements OnModuleDestroy {
  readonly #subscriptions = new Set<AbortController>();
  readonly #feed: PublicFeed;
  constructor(@Inject(EVENT_STORE) private readonly events: EventStore) {
    this.#feed = new PublicFeed(events);
  }

  onModuleDestroy(): void {
    for (const subscription of this.#subscriptions) subscription.abort();
  }

  @Get('/v1/events')
  @RouteSchema({
    summary: 'Subscribe to public events (server-sent events)',
    description:
      'CloudEvents 1.0 in JSON, in order, without personal fields. It begins with an `id` alone, the place it begins at, and tells how far it has been read in the same way while nothing comes: a client that reconnects with the last id as `Last-Event-ID`, as `EventSource` does by itself, goes on after it and misses none.',
    operationId: 'subscribe',
    tags: ['Events'],
    headers: {
      type: 'object',
      properties: { 'Last-Event-ID': { type: 'string', description: 'The last id received.' } },
    },
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        types: {
          type: 'string',
          minLength: 1,
          maxLength: 2000,
          description:
            'Event types to get, separated by commas, as `/asyncapi.json` has them; all where it is left out. One that this server does not publish is refused, also in another version.',
          example: 'crm.customer.registered.v1,crm.opportunity.won.v1',
        },
        customerId: { type: 'string', format: 'id', description: 'Only events of this customer.' },
        from: {
          type: 'string',
          enum: ['start', 'end'],
          description:
            'Where to begin without `Last-Event-ID`: at the first event, or at what comes next (`end`, the default).',
        },
      },
    },
    response: {
      200: {
        description: 'A stream that does not end.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      ...problemResponses(['validation-failed', 'overloaded', 'unavailable', 'internal-error']),
    },
  } as never)
  async subscribe(
    @Query() query: EventsQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (this.#subscriptions.size >= MOST) throw overloaded;
    const subscription = new AbortController();
    const end = () => subscription.abort();
    this.#subscriptions.add(subscription);
    // Of the connection, for an answer that waits behind another one is not closed with it; and before anything is waited for.
    const { socket } = request.raw;
    if (socket.destroyed) end();
    socket.once('close', end);
    try {
      const filter = filterOf(query);
      const after = await this.#begin(request, query);
      await this.#stream({ after, filter, signal: subscription.signal }, request, reply);
    } finally {
      socket.off('close', end);
      this.#subscriptions.delete(subscription);
    }
  }

  /** Ends the answer in any case. Rejects where the store ends the subscription. */
  async #stream(
    { after, filter, signal }: Omit<PublicSubscription, 'limit'>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Kept alive after the stream's end, it would keep a server that stops waiting.
      connection: 'close',
      'x-accel-buffering': 'no',
      'x-correlation-id': request.id,
    });
    reply.raw.write(place(after));
    let read = after;
    const heartbeat = setInterval(() => reply.raw.write(place(read)), HEARTBEAT_MS);
    try {
      for await (const { messages, position } of this.#feed.subscribe({ after, limit: BATCH, filter, signal })) {
        const isTaken = messages.length === 0 || reply.raw.write(messages.map(frame).join(''));
        read = position;
        if (!isTaken) await once(reply.raw, 'drain', { signal });
      }
    } catch (error) {
      // Logged like any other; the client goes on from its last id when it connects again.
      if (!signal.aborted) throw error;
    } finally {
      clearInterval(heartbeat);
      reply.raw.end();
    }
  }

  async #begin(request: FastifyRequest, { from }: EventsQuery): Promise<bigint> {
    const last = request.headers['last-event-id'];
    // Asked in any case: a store that is away is told before the stream begins.
    const head = await this.events.head();
    if (last === undefined) return from === 'start' ? START : head;
    // A position beyond the end is nobody's: to a store it would look as if its feed had lost events.
    if (typeof last !== 'string' || !POSITION.test(last) || BigInt(last) > head)
      throw invalid({ header: 'Last-Event-ID', detail: 'must be an id of this stream' });
    return BigInt(last);
  }
}
