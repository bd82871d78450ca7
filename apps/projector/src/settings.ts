import { engineSettings, httpSettings, sharedEventStore } from '@touchstream/platform';

/** The settings of the projector as a process of its own. Reactors append: beside the write side, so no file can do. */
export const projectorSettings = {
  ...httpSettings,
  ...engineSettings,
  eventStoreUrl: sharedEventStore,
} as const;
