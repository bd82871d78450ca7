import type { StoredEvent } from '@touchstream/events';
import type { TypeNames } from './type-names.js';

/** The columns of a {@link Row}, where the events are `e` and their streams `s`. */
export const COLUMNS = 'e.position, s.name, e.revision, e.type, e.recorded_at, lower(hex(e.id)), e.data, e.metadata';

export type Row = [
  position: bigint,
  stream: string,
  revision: bigint,
  type: bigint,
  recordedAt: bigint,
  id: string,
  data: Uint8Array,
  metadata: Uint8Array,
];

const uuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

export const storedEvents = (rows: readonly Row[], types: TypeNames): readonly StoredEvent[] =>
  rows.map(([position, stream, revision, type, recordedAt, id, data, metadata]) => ({
    id: uuid(id),
    type: types.nameOf(type),
    stream,
    revision: Number(revision),
    position,
    recordedAt: new Date(Number(recordedAt)).toISOString(),
    data,
    metadata,
  }));
