import {
  ConfigError,
  engineSettings,
  httpSettings,
  oneOf,
  sharedEventStore,
  whole,
  type Config,
  type EngineName,
} from '@touchstream/platform';
import { relaySettings } from '@touchstream/projections';
import { KafkaPartitions } from '@touchstream/event-bus';
import { feedTopic, newHolder, type Sharing } from './projector.js';

/** How projectors share their work. */
export const sharingSettings = {
  viewFeed: {
    env: 'VIEW_FEED',
    about:
      'what views follow: the event store, with some of the views in each part; or Kafka, with some of the documents of all views',
    fallback: 'event-store',
    parse: oneOf('event-store', 'kafka'),
  },
  viewGroups: {
    env: 'VIEW_GROUPS',
    about:
      'into how many parts the views are divided, each folded by one projector at a time; the same for all projectors',
    fallback: '4',
    parse: whole(1, 100),
  },
  leaseSeconds: {
    env: 'LEASE_SECONDS',
    about: 'how long a projector that died is waited for before the others take over its share',
    fallback: '15',
    parse: whole(3, 300),
  },
} as const;

/** Less than this, a broker takes for no session by default, in milliseconds. */
const LEAST_SESSION_MS = 6_000;

interface Surroundings {
  readonly eventBusUrl: string;
  /** Where the closing of what is opened is put. */
  readonly onStop: (close: () => Promise<void>) => void;
}

/** The share of this run of this process. Throws ConfigError where the views are to follow Kafka and there is none. */
export function sharingOf(
  { viewFeed, viewGroups, leaseSeconds }: Config<typeof sharingSettings>,
  { eventBusUrl, onStop }: Surroundings,
): Sharing {
  const leaseMs = leaseSeconds * 1000;
  const sharing = { holder: newHolder(), leaseMs, groups: viewGroups };
  if (viewFeed === 'event-store') return sharing;
  if (!eventBusUrl.startsWith('kafka:')) throw new ConfigError('VIEW_FEED is kafka, and EVENT_BUS_URL is not');
  const topic = KafkaPartitions.open({
    url: eventBusUrl,
    topic: feedTopic(viewGroups),
    partitions: viewGroups,
    sessionMs: Math.max(leaseMs, LEAST_SESSION_MS),
  });
  onStop(() => topic.close());
  return { ...sharing, topic };
}

/** The engines that views are kept with. Without a bus that they do not follow, public events wait and nothing else. */
export const enginesOfViews = ({
  viewFeed,
}: Config<Pick<typeof sharingSettings, 'viewFeed'>>): readonly EngineName[] =>
  viewFeed === 'kafka' ? ['event-store', 'view-store', 'event-bus'] : ['event-store', 'view-store'];

/** The settings of the projector as a process of its own. Reactors append: beside the write side, so no file can do. */
export const projectorSettings = {
  ...httpSettings,
  ...engineSettings,
  ...sharingSettings,
  ...relaySettings,
  eventStoreUrl: sharedEventStore,
} as const;
