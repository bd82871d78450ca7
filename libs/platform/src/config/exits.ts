import { EventBusIncompatible, EventBusUnavailable } from '@touchstream/event-bus';
import { EventStoreFenced, EventStoreIncompatible, EventStoreUnavailable } from '@touchstream/event-store';
import { ViewStoreIncompatible, ViewStoreUnavailable } from '@touchstream/view-store';
import { ConfigError } from './settings.js';

/** Exit codes of our programs, after `sysexits.h`. */
export const EX_USAGE = 64;
/** The store is in use or away: try again later. */
export const EX_TEMPFAIL = 75;
export const EX_CONFIG = 78;

/** How a program ends for an error that its user can mend: a code, and one plain line. */
export interface Exit {
  readonly code: number;
  readonly line: string;
}

const byClass: readonly (readonly [abstract new (...args: never[]) => Error, number])[] = [
  [ConfigError, EX_CONFIG],
  [EventStoreIncompatible, EX_CONFIG],
  [ViewStoreIncompatible, EX_CONFIG],
  [EventBusIncompatible, EX_CONFIG],
  [EventStoreFenced, EX_TEMPFAIL],
  [EventStoreUnavailable, EX_TEMPFAIL],
  [ViewStoreUnavailable, EX_TEMPFAIL],
  [EventBusUnavailable, EX_TEMPFAIL],
];

/** What listening on an address may fail with, as Node names it. */
const byCode: Readonly<Record<string, (message: string) => Exit>> = {
  EADDRINUSE: message => ({ code: EX_CONFIG, line: `PORT is in use already: ${message}` }),
  EADDRNOTAVAIL: message => ({ code: EX_CONFIG, line: `HOST is no address of this machine: ${message}` }),
  ENOTFOUND: message => ({ code: EX_CONFIG, line: `HOST is no address: ${message}` }),
  EACCES: message => ({ code: EX_CONFIG, line: `PORT may not be listened on: ${message}` }),
  ERR_PARSE_ARGS_UNKNOWN_OPTION: line => ({ code: EX_USAGE, line }),
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: line => ({ code: EX_USAGE, line }),
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: line => ({ code: EX_USAGE, line }),
};

/** Whether it failed for want of an engine that cannot be reached now and may come back. */
export const isAway = (error: unknown): boolean =>
  [EventStoreUnavailable, ViewStoreUnavailable, EventBusUnavailable].some(type => error instanceof type);

function ofClass(error: Error): Exit | undefined {
  const found = byClass.find(([type]) => error instanceof type);
  return found && { code: found[1], line: error.message };
}

/** How a program ends for an error; undefined where the error is ours, and is to be shown whole. */
export const exitOf = (error: unknown): Exit | undefined =>
  error instanceof Error
    ? (ofClass(error) ?? byCode[(error as NodeJS.ErrnoException).code ?? '']?.(error.message))
    : undefined;

/** Opens what a setting names. What fails otherwise than an engine does, as a folder that may not be made, is the setting's fault. */
export async function opened<T>({ env }: { readonly env: string }, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (ofClass(error as Error) !== undefined) throw error;
    throw new ConfigError(`${env} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}
