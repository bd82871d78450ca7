import * as americas from './americas.js';
import * as asia from './asia.js';
import * as easternEurope from './eastern-europe.js';
import type { Locale } from './locale.js';
import * as middleEast from './middle-east.js';
import * as westernEurope from './western-europe.js';

export * from './locale.js';

/** Where the customers are. */
export const locales: readonly Locale[] = [westernEurope, easternEurope, americas, middleEast, asia].flatMap(part =>
  Object.values(part),
);
