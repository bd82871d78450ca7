import type { StoredEvent } from '@touchstream/events';
import { ID_BYTES } from './schema.js';
import type { TypeNames } from './type-names.js';

/**
 * The columns of a {@link Row}, where the events are `e` and their streams `s`. What is bytes comes as one: to hand a value
 * of bytes over costs more than to read it.
 */
export const COLUMNS =
  'e.position, s.name, e.revision, e.type, e.recorded_at, length(e.data), CAST(e.id || e.data || e.metadata AS BLOB)';

export type Row = [
  position: bigint,
  stream: string,
  revision: bigint,
  type: bigint,
  recordedAt: bigint,
  dataLength: bigint,
  /** Id, data and metadata, one after the other. */
  bytes: Buffer,
];

function uuid(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, ID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function storedEvents(rows: readonly Row[], types: TypeNames): readonly StoredEvent[] {
  let time = -1n;
  let recordedAt = '';
  return rows.map(([position, stream, revision, type, millis, dataLength, bytes]) => {
    // Those that were committed together have one time.
    if (millis !== time) {
      time = millis;
      recordedAt = new Date(Number(millis)).toISOString();
    }
    const end = ID_BYTES + Number(dataLength);
    return {
      id: uuid(bytes),
      type: types.nameOf(type),
      stream,
      revision: Number(revision),
      position,
      recordedAt,
      data: bytes.subarray(ID_BYTES, end),
      metadata: bytes.subarray(end),
    };
  });
}
