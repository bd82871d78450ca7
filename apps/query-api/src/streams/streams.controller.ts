import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { bytesOf, type StoredEvent, type StoredJson } from '@touchstream/events';
import type { EventStore } from '@touchstream/event-store';
import { limitParameter, operatorReadProblems, Problem, problemResponses } from '@touchstream/platform';
import { EVENT_STORE } from '../reads/index.js';

interface StreamQuery {
  readonly direction?: 'forwards' | 'backwards';
  readonly from?: number;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 100;

const rawEvent = {
  type: 'object',
  required: ['id', 'type', 'stream', 'revision', 'position', 'recordedAt', 'metadata', 'data'],
  properties: {
    id: { type: 'string' },
    type: { type: 'string' },
    stream: { type: 'string' },
    revision: { type: 'integer' },
    position: { type: 'string' },
    recordedAt: { type: 'string', format: 'date-time' },
    metadata: { type: 'object', description: 'Who, when, why, and which command.' },
    data: { type: 'object', description: 'The payload as it was written, in the schema version of its time.' },
    undecodable: { type: 'string', description: 'Where a part is no JSON: that it is given in base64.' },
  },
};

/** A part of an event as it stands in the store: JSON where it is JSON, else its bytes in base64. */
function part(json: StoredJson): { readonly value: unknown; readonly isJson: boolean } {
  const bytes = bytesOf(json);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(buffer)), isJson: true };
  } catch {
    return { value: { base64: buffer.toString('base64') }, isJson: false };
  }
}

function shown({ id, type, stream, revision, position, recordedAt, data, metadata }: StoredEvent) {
  const [payload, meta] = [part(data), part(metadata)];
  return {
    id,
    type,
    stream,
    revision,
    position: position.toString(),
    recordedAt,
    metadata: meta.value,
    data: payload.value,
    ...(payload.isJson && meta.isJson ? {} : { undecodable: 'a part of the event is no JSON; it is given in base64' }),
  };
}

/** The raw events of any stream, for audit: as stored, without upcasting. */
@Controller('/v1/streams')
export class StreamsController {
  constructor(@Inject(EVENT_STORE) private readonly events: EventStore) {}

  @Get(':stream/events')
  @RouteSchema({
    summary: 'Get the raw events of a stream, with their metadata',
    description: 'A stream is named `<aggregate>-<id>`, for example `customer-0197f000-0000-7000-8000-000000000001`.',
    operationId: 'readStream',
    tags: ['Audit'],
    params: {
      type: 'object',
      required: ['stream'],
      properties: { stream: { type: 'string', minLength: 1, maxLength: 300 } },
    },
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        direction: {
          type: 'string',
          enum: ['forwards', 'backwards'],
          description: 'Oldest first, or newest first; forwards where it is left out.',
        },
        from: {
          type: 'integer',
          minimum: 0,
          maximum: Number.MAX_SAFE_INTEGER,
          description: 'The first revision to give.',
        },
        limit: limitParameter({ most: 1000, otherwise: DEFAULT_LIMIT }),
      },
    },
    response: {
      200: {
        description: 'The events in order.',
        type: 'object',
        required: ['items', 'next'],
        properties: {
          items: { type: 'array', items: rawEvent },
          next: { type: ['integer', 'null'], description: 'Give it as `from` to go on; null at the end.' },
        },
      },
      ...problemResponses(operatorReadProblems),
    },
  } as never)
  async read(@Param('stream') stream: string, @Query() query: StreamQuery) {
    const { direction = 'forwards', from, limit = DEFAULT_LIMIT } = query;
    const events = await this.events.readStream(stream, { direction, limit, ...(from !== undefined && { from }) });
    if (events.length === 0 && !(await this.#isThere(stream)))
      throw new Problem('not-found', 'there is no such stream');
    return { items: events.map(shown), next: nextRevision(events, direction, limit) };
  }

  async #isThere(stream: string): Promise<boolean> {
    return (await this.events.readStream(stream, { direction: 'forwards', limit: 1 })).length > 0;
  }
}

/** Where the next page begins; null at the end. */
function nextRevision(
  events: readonly StoredEvent[],
  direction: 'forwards' | 'backwards',
  limit: number,
): number | null {
  const last = events.at(-1)?.revision;
  if (last === undefined || events.length < limit) return null;
  if (direction === 'forwards') return last + 1;
  return last === 0 ? null : last - 1;
}
