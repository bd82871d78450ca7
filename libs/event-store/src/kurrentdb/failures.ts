import type { ServiceError } from '@grpc/grpc-js';
import {
  EventStoreFenced,
  EventStoreIncompatible,
  EventStoreUnavailable,
  WrongExpectedRevision,
} from '../event-store.js';

/** gRPC's numbers of the failures that are told apart here. */
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;
const UNAUTHENTICATED = 16;

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;

const byException: Readonly<Record<string, (cause: ServiceError) => Error>> = {
  'maximum-append-size-exceeded': cause => new RangeError('the append is larger than the server takes', { cause }),
  'stream-deleted': cause => new EventStoreIncompatible('KurrentDB: the stream has been deleted there', { cause }),
  'access-denied': cause => new EventStoreUnavailable('KurrentDB: the server refuses the credentials', { cause }),
};

const exceptionOf = ({ metadata }: ServiceError): string => metadata?.get('exception')[0]?.toString() ?? '';

function serviceFailure(cause: ServiceError): Error {
  const exception = exceptionOf(cause);
  const known = byException[exception];
  if (known !== undefined) return known(cause);
  const code: number = cause.code;
  if (code === UNIMPLEMENTED)
    return new EventStoreIncompatible('KurrentDB: the server does not know the call', { cause });
  if (code === UNAUTHENTICATED || code === PERMISSION_DENIED)
    return new EventStoreUnavailable('KurrentDB: the server refuses the credentials', { cause });
  return new EventStoreUnavailable(`KurrentDB: ${exception || cause.details || cause.message}`, { cause });
}

const ports = [WrongExpectedRevision, EventStoreUnavailable, EventStoreFenced, EventStoreIncompatible, RangeError];

/** What the port says of an error of the client. */
export function failure(error: unknown): Error {
  if (error instanceof Error && ports.some(port => error instanceof port)) return error;
  if (isServiceError(error)) return serviceFailure(error);
  const reason = error instanceof Error ? error.message : String(error);
  return new EventStoreUnavailable(`KurrentDB: ${reason}`, { cause: error });
}

/** Whether to try again may help. */
export const isPassing = (error: unknown): boolean => error instanceof EventStoreUnavailable;

/** Whether the server asked is not the leader; the client then goes on with the one that is. */
export const isNotLeader = ({ cause }: Error): boolean => isServiceError(cause) && exceptionOf(cause) === 'not-leader';
