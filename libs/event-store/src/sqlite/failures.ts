import { asUnavailable, failedWith } from '@touchstream/sqlite-file';
import { EventStoreFenced, EventStoreUnavailable } from '../event-store.js';

/** What the port says of an error of the engine; any other error is given back as it is. */
export function failure(path: string, error: unknown): unknown {
  // Positions and revisions are counted here, so they collide only where somebody else has counted too.
  if (failedWith(error, 'SQLITE_CONSTRAINT'))
    return new EventStoreFenced(`${path}: another writer has added to it, so nothing more is taken`, { cause: error });
  return asUnavailable(path, error, EventStoreUnavailable);
}
