import { asUnavailable } from '@touchstream/sqlite-file';
import { EventBusUnavailable } from '../event-bus.js';

/** What the port says of an error of the engine; any other error is given back as it is. */
export const failure = (folder: string, error: unknown): unknown => asUnavailable(folder, error, EventBusUnavailable);
