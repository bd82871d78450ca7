import { uploadSettings } from '@touchstream/command-api';
import { sharingSettings } from '@touchstream/projector';
import { engineSettings, httpSettings, tenantSettings } from '@touchstream/platform';
import { relaySettings } from '@touchstream/projections';

const { eventStoreUrl, viewStoreUrl, eventBusUrl } = engineSettings;

/** The settings of the standalone server: everything in one process, on embedded engines unless others are named. */
export const standaloneSettings = {
  ...httpSettings,
  ...tenantSettings,
  ...uploadSettings,
  ...sharingSettings,
  ...relaySettings,
  eventStoreUrl: { ...eventStoreUrl, fallback: 'sqlite:./data/events.db' },
  viewStoreUrl: { ...viewStoreUrl, fallback: 'sqlite:./data/views.db' },
  viewGroups: { ...sharingSettings.viewGroups, fallback: '1' },
  eventBusUrl: { ...eventBusUrl, fallback: 'log:./data/bus' },
} as const;
