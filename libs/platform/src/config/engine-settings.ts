import { eventBusSchemes } from '@touchstream/event-bus';
import { eventStoreSchemes } from '@touchstream/event-store';
import { viewStoreSchemes } from '@touchstream/view-store';
import { identifier, urlWith } from './settings.js';

/** Which engines an app stands on: one URL each. It may hold a password, so it is never shown. */
export const engineSettings = {
  eventStoreUrl: {
    env: 'EVENT_STORE_URL',
    about: 'where the events are: KurrentDB, or a SQLite file',
    secret: true,
    parse: urlWith(...eventStoreSchemes),
  },
  viewStoreUrl: {
    env: 'VIEW_STORE_URL',
    about: 'where the read models are: MongoDB, or a SQLite file',
    secret: true,
    parse: urlWith(...viewStoreSchemes),
  },
  eventBusUrl: {
    env: 'EVENT_BUS_URL',
    about: 'where public events go: Kafka, or a folder',
    secret: true,
    parse: urlWith(...eventBusSchemes),
  },
} as const;

/** An event store that several processes may write to: a SQLite file has one writer. */
export const sharedEventStore = {
  ...engineSettings.eventStoreUrl,
  about: 'where the events are: KurrentDB, as a SQLite file has one writer, which is another process',
  parse: urlWith(...eventStoreSchemes.filter(scheme => scheme !== 'sqlite')),
} as const;

/** Of the apps that take commands. */
export const tenantSettings = {
  tenantId: { env: 'TENANT_ID', about: 'the tenant this installation serves', fallback: 'main', parse: identifier },
} as const;
