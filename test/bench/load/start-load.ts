import type { Lab } from '../framework/lab.js';
import type { LoadOptions, open } from './load.side.js';

/** The client of a server, in a process of its own. */
export const startLoad = (lab: Lab, options: LoadOptions) =>
  lab.side<typeof open>(new URL('./load.side.js', import.meta.url), options);
