import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';
import { ViewStoreUnavailable } from '../view-store.js';

const DUPLICATE_KEY = 11_000;
/** AuthenticationFailed, Unauthorized, and what hosted servers answer instead. */
const CREDENTIALS: ReadonlySet<unknown> = new Set([18, 13, 8_000]);
/** NamespaceNotFound, CursorNotFound, QueryPlanKilled: the collection went away under a read. */
const COLLECTION_GONE: ReadonlySet<unknown> = new Set([26, 43, 175]);

/** In place of the driver's own words, which name hosts, and values of documents. */
const reasons: Readonly<Record<string, string>> = {
  MongoServerSelectionError: 'no server can be reached',
  MongoNetworkError: 'the connection was lost',
  MongoNetworkTimeoutError: 'no answer in time',
  MongoWaitQueueTimeoutError: 'no connection became free in time',
  MongoPoolClearedError: 'the connection was lost',
  MongoClientClosedError: 'the view store is closed',
  MongoTopologyClosedError: 'the view store is closed',
  MongoNotConnectedError: 'the view store is closed',
};

/** What was found out about the first server, where none could be selected. */
function serverError({ reason }: MongoError & { readonly reason?: unknown }): unknown {
  const servers = (reason as { readonly servers?: unknown } | undefined)?.servers;
  return servers instanceof Map ? (servers.values().next().value as { readonly error?: unknown }).error : undefined;
}

/** The system's word for it (`ECONNREFUSED`), where the error or what led to it has one. */
function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === 'string') return code;
  return systemCode(cause ?? (error instanceof MongoError ? serverError(error) : undefined));
}

function reasonOf(error: MongoError): string {
  if (error instanceof MongoServerError && CREDENTIALS.has(error.code)) return 'the server refuses the credentials';
  if (error instanceof MongoServerError)
    return `the server answered with error ${error.code} ${error['codeName'] ?? ''}`.trimEnd();
  const code = systemCode(error);
  return `${reasons[error.name] ?? error.name}${code === undefined ? '' : ` (${code})`}`;
}

export const unavailable = (reason: string): ViewStoreUnavailable => new ViewStoreUnavailable(`MongoDB: ${reason}`);

/** A read came upon a collection that is no longer there. */
export class CollectionGone extends ViewStoreUnavailable {}

/** An error of the system's, of a socket: where a connection breaks while it is written to, the driver lets it through. */
const isSystemError = (error: unknown): error is object =>
  typeof error === 'object' && error !== null && 'syscall' in error;

/** What the port says of an error of the driver. Any other error is a mistake in this program, and stays as it is. */
export function failure(error: unknown): unknown {
  if (isSystemError(error)) return unavailable(`the connection was lost (${systemCode(error)})`);
  if (!(error instanceof MongoError)) return error;
  return COLLECTION_GONE.has(error.code) ? new CollectionGone('MongoDB: dropped') : unavailable(reasonOf(error));
}

/** Whether what was to be inserted is there already. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/**
 * The places in a bulk of what was refused because it is there already. Throws the error where anything in the bulk failed
 * otherwise.
 */
export function duplicatesOf(error: unknown): readonly number[] {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const failed = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  const other = failed.find(({ code }) => code !== DUPLICATE_KEY);
  if (other !== undefined) throw unavailable(`the server refused a write with error ${other.code}`);
  if (failed.length === 0 || error.result.getWriteConcernError() !== undefined) throw error;
  return failed.map(({ index }) => index);
}
