import { engineSettings, httpSettings } from '@touchstream/platform';
import { relaySettings } from '@touchstream/projections';

/** The settings of the read side as a process of its own. */
export const queryApiSettings = {
  ...httpSettings,
  ...relaySettings,
  eventStoreUrl: engineSettings.eventStoreUrl,
  viewStoreUrl: engineSettings.viewStoreUrl,
} as const;
