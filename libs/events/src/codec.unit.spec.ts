import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { decode, decodeMetadata, encode } from './codec.js';
import { UndecodableEvent, type StoredEvent } from './stored-event.js';

const place = {
  id: '0197f000-0000-7000-8000-0000000000e1',
  type: 'call.held',
  stream: 'call-0197f000-0000-7000-8000-00000000ca11',
  revision: 3,
  position: 41n,
  recordedAt: '2026-03-01T10:00:01.000Z',
};
const metadata = {
  schemaVersion: 1,
  tenantId: 'main',
  occurredAt: '2026-03-01T10:00:00.000Z',
  actor: { id: 'ann', kind: 'user' },
  correlationId: 'c-1',
  commandId: '0197f000-0000-7000-8000-0000000000c1',
  commandHash: 'h',
} as const;
const data = { callId: '0197f000-0000-7000-8000-00000000ca11', at: '2026-03-01T10:00:00.000Z' };
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const stored = (meta: string, payload = JSON.stringify(data)): StoredEvent => ({
  ...place,
  data: new TextEncoder().encode(payload),
  metadata: new TextEncoder().encode(meta),
});

/** Bytes as they stand in stores. Lines are added here, never changed: whatever was written once must be read for ever. */
const golden: readonly (readonly [string, string, object])[] = [
  [
    'before traces were kept',
    '{"tenantId":"main","actor":{"id":"ann","kind":"user"},"commandId":"0197f000-0000-7000-8000-0000000000c1","correlationId":"c-1","schemaVersion":1,"occurredAt":"2026-03-01T10:00:00.000Z","commandHash":"h"}',
    metadata,
  ],
  [
    'with the trace it was appended in',
    '{"tenantId":"main","actor":{"id":"ann","kind":"user"},"commandId":"0197f000-0000-7000-8000-0000000000c1","correlationId":"c-1","schemaVersion":1,"occurredAt":"2026-03-01T10:00:00.000Z","commandHash":"h","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}',
    { ...metadata, traceparent },
  ],
];

describe('the codec', () => {
  it.each(golden)('reads metadata as written %s', (_, bytes, expected) => {
    expect(decodeMetadata(stored(bytes))).toEqual(expected);
    expect(decode(stored(bytes))).toEqual({ ...expected, ...place, data });
    expect(decode({ ...place, metadata: bytes, data: JSON.stringify(data) })).toEqual(decode(stored(bytes)));
  });

  it('gives back what it was given', () => {
    for (const one of [metadata, { ...metadata, traceparent }])
      expect(decodeMetadata(stored(Buffer.from(encode(one)).toString()))).toEqual(one);
  });

  it.each([
    ['metadata that is no JSON', '{', undefined],
    ['metadata that is no object', '[]', undefined],
    ['metadata without a version', '{"occurredAt":"2026-03-01T10:00:00.000Z"}', undefined],
    [
      'metadata that names __proto__',
      '{"__proto__":{"traceparent":"x"},"schemaVersion":1,"occurredAt":"x"}',
      undefined,
    ],
    ['a newer version', JSON.stringify({ ...metadata, schemaVersion: 2 }), undefined],
    ['data that are no JSON', JSON.stringify(metadata), 'x'],
  ])('refuses %s', (_, meta, payload) => {
    expect(() => decode(stored(meta, payload))).toThrow(UndecodableEvent);
  });

  it('tells of a damaged event where it stands, and nothing of what is in it', () => {
    const damaged = stored('{"note":"Mrs Smith"', '{"name":"Mrs Smith"');
    const told = (() => {
      try {
        return decode(damaged);
      } catch (error) {
        return error;
      }
    })();
    expect(told).toMatchObject({ stream: damaged.stream, revision: damaged.revision });
    expect(inspect(told, { depth: null })).not.toMatch(/Smith|Uint8Array|Buffer/);
  });
});
