import { engineSettings, httpSettings, sharedEventStore, whole, type Config } from '@touchstream/platform';
import { publicTopics } from '@touchstream/projections';
import { newHolder, type Sharing } from './projector.js';

/** How projectors share their work. */
export const sharingSettings = {
  viewGroups: {
    env: 'VIEW_GROUPS',
    about:
      'into how many groups the views are dealt, each folded by one projector at a time; the same for all projectors',
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

function topics(value: string): readonly string[] {
  const named = value.split(',').flatMap(one => (one.trim() === '' ? [] : [one.trim()]));
  if (!named.every(one => publicTopics.includes(one))) throw new Error(`must name some of ${publicTopics.join(', ')}`);
  return named;
}

/** What the relay publishes. */
export const relaySettings = {
  personalTopics: {
    env: 'PERSONAL_TOPICS',
    about: 'public topics, separated by commas, whose readers are granted the personal fields',
    fallback: '',
    parse: topics,
  },
} as const;

/** The share of this run of this process. */
export const sharingOf = ({ viewGroups, leaseSeconds }: Config<typeof sharingSettings>): Sharing => ({
  holder: newHolder(),
  leaseMs: leaseSeconds * 1000,
  groups: viewGroups,
});

/** The settings of the projector as a process of its own. Reactors append: beside the write side, so no file can do. */
export const projectorSettings = {
  ...httpSettings,
  ...engineSettings,
  ...sharingSettings,
  ...relaySettings,
  eventStoreUrl: sharedEventStore,
} as const;
