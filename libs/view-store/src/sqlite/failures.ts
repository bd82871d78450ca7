import { asUnavailable, mayPass } from '@touchstream/sqlite-file';
import { ViewStoreUnavailable } from '../view-store.js';

/** The error in the words of the port, where it is one of the engine's that may pass. Any other is a mistake in the program and stays as it is. */
export const failure = (path: string, error: unknown): unknown =>
  mayPass(error) ? asUnavailable(path, error, ViewStoreUnavailable) : error;
