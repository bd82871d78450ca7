import Database from 'better-sqlite3';
import { carryOut } from '@touchstream/writer-thread';
import { ID_BYTES } from './schema.js';
import { NUMBERS, PLACE, type Rows, type Slice, type WriterOptions } from './writer.js';

/** The thread of a `Writer`: commits what it is given, in order. */
carryOut<WriterOptions, Rows | Slice, void>(({ path, timeout, pragmas }) => {
  const db = new Database(path, { timeout });
  for (const pragma of pragmas) db.pragma(pragma);
  const durable = `synchronous = ${db.pragma('synchronous', { simple: true }) as number}`;
  const addStream = db.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
  const addType = db.prepare('INSERT INTO types (id, name) VALUES (?, ?)');
  const addSpan = db.prepare('INSERT INTO type_spans (type, span) VALUES (?, ?)');
  const addEvent = db.prepare(
    'INSERT INTO events (position, stream, revision, type, recorded_at, id, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const addPlace = db.prepare('INSERT INTO places (stream, revision, position) VALUES (?, ?, ?)');
  const setMerged = db.prepare('UPDATE merged SET done = ?, until = ?, stream = ?');
  const add = db.transaction(({ streams, types, spans, numbers, bytes }: Rows) => {
    for (const stream of streams) addStream.run(stream);
    for (const type of types) addType.run(type);
    for (const span of spans) addSpan.run(span);
    let end = 0;
    const take = (length: number) => bytes.subarray(end, (end += length));
    for (let at = 0; at < numbers.length; at += NUMBERS) {
      const [position, stream, revision, type, time, data, metadata] = numbers.subarray(at, at + NUMBERS);
      addEvent.run(position, stream, revision, type, time, take(ID_BYTES), take(data!), take(metadata!));
    }
  });
  const merge = db.transaction(({ places, merged }: Slice) => {
    for (let at = 0; at < places.length; at += PLACE) addPlace.run(places[at], places[at + 1], places[at + 2]);
    setMerged.run(merged.done, merged.until, merged.stream);
  });
  /** Nobody waits until a place is durable: it can be read from the events. */
  const mergeInPassing = (slice: Slice) => {
    db.pragma('synchronous = NORMAL');
    try {
      merge.immediate(slice);
    } finally {
      db.pragma(durable);
    }
  };
  return request => ('places' in request ? mergeInPassing(request) : add.immediate(request));
});
