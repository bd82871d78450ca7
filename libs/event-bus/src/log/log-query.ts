import type Database from 'better-sqlite3';
import type { Delivered } from '../event-bus.js';

interface Row extends Omit<Delivered, 'headers'> {
  readonly headers: string;
}

const delivered = ({ headers, ...row }: Row): Delivered => ({
  ...row,
  headers: JSON.parse(headers) as Record<string, string>,
});

/** Messages after one offset, up to another. */
export interface Span {
  readonly after: bigint;
  readonly upTo: bigint;
  readonly limit: number;
}

/** Gives the messages of a log, in order. */
export function messagesOf(db: Database.Database): (span: Span) => readonly Delivered[] {
  const select = db.prepare<[Span], Row>(`
    SELECT offset, position, topic, key, id, headers, value FROM messages
    WHERE offset > @after AND offset <= @upTo ORDER BY offset LIMIT @limit`);
  return span => select.all(span).map(delivered);
}
