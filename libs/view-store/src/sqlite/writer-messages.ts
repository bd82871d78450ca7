import { StaleCommit, ViewStoreIncompatible, ViewStoreUnavailable } from '../view-store.js';
import type { ViewFile } from './view-file.js';

/** What is asked of the thread that writes; answered once, by its number. */
export interface Request {
  readonly id: number;
  readonly method: Exclude<keyof ViewFile, 'rest'>;
  readonly args: readonly unknown[];
}

/** An error on its way from one thread to another, where classes do not go. */
interface Told {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

export type Answer = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: Told };

const KINDS = [StaleCommit, ViewStoreUnavailable, ViewStoreIncompatible, TypeError, RangeError];

export function told(error: unknown): Told {
  const { name, message, code } = error as Error & { readonly code?: unknown };
  return { name, message, ...(typeof code === 'string' && { code }) };
}

/** The error as the other thread threw it: of its class where it is one of the port's, else by its name and code. */
export function revived({ name, message, code }: Told): Error {
  const made = KINDS.map(Kind => new Kind(message)).find(error => error.name === name);
  return made ?? Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });
}
