import { answer } from '@touchstream/platform';
import { lifeStates, viewStates } from '@touchstream/projections';

const { choice, instant, list, number, object, text, whole } = answer;

/** Fields that are there only where there is something to tell are optional. */
const held = object(
  { keys: whole(), events: whole(), oldest: instant('When the oldest was put there.') },
  { optional: ['oldest'] },
);
const holder = text('The process that has it in hand; not there where nobody has, or where the work is not shared.');
const life = {
  state: choice(lifeStates),
  since: instant('Since when it is in this state.'),
  heartbeatAt: instant('When it last did something or found nothing to do; stands still where the loop hangs.'),
  attempts: whole('Failed attempts since something last succeeded.'),
  retryAt: instant('While `retrying`: when it tries again.'),
  lastError: object({ name: text(), at: instant() }),
};
const behind = {
  position: text('Everything up to here is in it.'),
  head: text('The newest position of the feed.'),
  lagEvents: whole('The distance to the head.'),
  lagSeconds: number('Age of the last event taken in, before that of the first one of the feed; 0 when caught up.'),
};

const view = object(
  {
    view: text(),
    group: text('The views that are folded together, by one process at a time.'),
    holder,
    version: whole(),
    state: choice(
      viewStates,
      'How far it is; or why it goes no further: the loop that folds it in this process is `retrying`, `failed` or `stopped`.',
    ),
    ...behind,
    parked: held,
    build: object({ generation: whole(), position: text('How far it is, in proportion.') }),
  },
  { optional: ['holder', 'position', 'build'] },
);
const loop = object(
  { group: text(), views: list(text()), holder, ...life },
  { optional: ['holder', 'retryAt', 'lastError'] },
);
const consumer = { holder, ...life, ...behind, skipped: held };
const OPTIONAL = ['holder', 'retryAt', 'lastError', 'position'] as const;

/** What `GET /v1/projections` answers. */
export const statusSchema = object(
  {
    groups: list(loop, 'The loops of this process; one that stands by leaves its views to another.'),
    views: list(view, 'All views, wherever they are folded.'),
    membership: object(
      { group: text(), ...life },
      {
        optional: ['retryAt', 'lastError'],
        description: 'How this process gets its share of the slices, where the views follow a topic.',
      },
    ),
    feed: object(consumer, {
      optional: OPTIONAL,
      description: 'What fills the topic that the views follow, where they follow one.',
    }),
    relay: object(
      { relay: text(), ...consumer, published: whole('Messages since the start.') },
      { optional: OPTIONAL },
    ),
    reactor: object(consumer, { optional: OPTIONAL }),
  },
  { optional: ['membership', 'feed'] },
);

/** An event that a view could not fold. */
export const parkedSchema = object({
  view: text(),
  key: text('The document that waits.'),
  position: text(),
  eventId: text(),
  type: text(),
  stream: text(),
  revision: whole(),
  reason: text(),
  parkedAt: instant(),
});
