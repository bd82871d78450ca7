import { engineSettings, httpSettings } from '@touchstream/platform';

/** The settings of the read side as a process of its own. */
export const queryApiSettings = {
  ...httpSettings,
  eventStoreUrl: engineSettings.eventStoreUrl,
  viewStoreUrl: engineSettings.viewStoreUrl,
} as const;
