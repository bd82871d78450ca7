import { httpSettings, urlWith } from '@touchstream/platform';

/** The settings of the standalone server: everything in one process. */
export const standaloneSettings = {
  ...httpSettings,
  eventStoreUrl: {
    env: 'EVENT_STORE_URL',
    about: 'where the events are',
    fallback: 'sqlite:./data/events.db',
    parse: urlWith('sqlite'),
  },
  viewStoreUrl: {
    env: 'VIEW_STORE_URL',
    about: 'where the read models are',
    fallback: 'sqlite:./data/views.db',
    parse: urlWith('sqlite'),
  },
  eventBusUrl: {
    env: 'EVENT_BUS_URL',
    about: 'where public events go',
    fallback: 'log:./data/bus',
    parse: urlWith('log'),
  },
} as const;
