import type { Resource } from './reads/index.js';

/** Every read model that is served as a list and by key. Adding one is adding a folder and a line here. */
export const resources: readonly Resource[] = [];
