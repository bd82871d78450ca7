import { publicTopics } from './public-event.js';

function topics(value: string): readonly string[] {
  const named = value.split(',').flatMap(one => (one.trim() === '' ? [] : [one.trim()]));
  if (!named.every(one => publicTopics.includes(one))) throw new Error(`must name some of ${publicTopics.join(', ')}`);
  return named;
}

/** What the relay publishes: for the apps that run it, and for those that describe it. */
export const relaySettings = {
  personalTopics: {
    env: 'PERSONAL_TOPICS',
    about:
      'public topics, separated by commas, whose readers are granted the personal fields; the same for projectors and query-apis',
    fallback: '',
    parse: topics,
  },
} as const;
