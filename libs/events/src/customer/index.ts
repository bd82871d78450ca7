import { profileEvents } from './profile.js';
import { standingEvents } from './standing.js';
import { termsEvents } from './terms.js';

export * from './profile.js';
export * from './standing.js';
export * from './terms.js';
export * from './values.js';

export const customerEvents = { ...profileEvents, ...standingEvents, ...termsEvents };
