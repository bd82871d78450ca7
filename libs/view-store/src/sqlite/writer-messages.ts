import type { FileTrouble } from '@touchstream/sqlite-file';
import { StaleCommit, ViewStoreIncompatible, ViewStoreUnavailable } from '../view-store.js';
import type { RowWrite } from './document-rows.js';
import type { RowCommit, ViewFile } from './view-file.js';

/** What is asked of the thread that writes; answered once, by its number. */
export interface Request {
  readonly id: number;
  readonly method: Exclude<keyof ViewFile, 'rest'>;
  readonly args: readonly unknown[];
}

/** Rows that a request to commit is about, sent before it: while these are taken in, the next ones are prepared. */
export interface RowsAhead {
  /** The number of that request, which comes after its last rows; no other one comes in between. */
  readonly of: number;
  readonly rows: readonly RowWrite[];
}

/** One batch of one view without its rows, which have been sent before, those of one batch after those of the other. */
export interface BareCommit extends Omit<RowCommit, 'writes'> {
  readonly rows: number;
}

/** An error on its way from one thread to another, where classes do not go. */
interface Told {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly trouble?: FileTrouble;
}

export type Answer = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: Told };

const KINDS = [StaleCommit, ViewStoreUnavailable, ViewStoreIncompatible, TypeError, RangeError];

export function told(error: unknown): Told {
  const { name, message, code, trouble } = error as Error & { readonly code?: unknown; readonly trouble?: FileTrouble };
  return { name, message, ...(typeof code === 'string' && { code }), ...(trouble !== undefined && { trouble }) };
}

/** The error as the other thread threw it: of its class where it is one of the port's, else by its name. */
export function revived({ name, message, ...more }: Told): Error {
  const made = KINDS.map(Kind => new Kind(message)).find(error => error.name === name);
  return Object.assign(made ?? Object.assign(new Error(message), { name }), more);
}
