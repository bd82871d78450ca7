import { uploadSettings } from './import-files/index.js';
import { engineSettings, httpSettings, tenantSettings } from '@touchstream/platform';

/** The settings of the write side as a process of its own. */
export const commandApiSettings = {
  ...httpSettings,
  ...tenantSettings,
  ...uploadSettings,
  eventStoreUrl: engineSettings.eventStoreUrl,
} as const;
