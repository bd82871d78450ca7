import { lifeStates, viewStates } from '@touchstream/projections';

const text = (description?: string) => ({ type: 'string', ...(description === undefined ? {} : { description }) });
const whole = (description?: string) => ({ type: 'integer', ...(description === undefined ? {} : { description }) });
const instant = (description?: string) => ({
  type: 'string',
  format: 'date-time',
  ...(description === undefined ? {} : { description }),
});
const number = (description: string) => ({ type: 'number', description });
/** Fields that are there only where there is something to tell are not `required`. */
const object = (properties: Readonly<Record<string, object>>, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});

const held = object({ keys: whole(), events: whole(), oldest: instant('When the oldest was put there.') }, [
  'keys',
  'events',
]);
const holder = text('The process that has it in hand; not there where nobody has, or where the work is not shared.');
const life = {
  state: { type: 'string', enum: lifeStates },
  since: instant('Since when it is in this state.'),
  heartbeatAt: instant('When it last did something or found nothing to do; stands still where the loop hangs.'),
  attempts: whole('Failed attempts since something last succeeded.'),
  retryAt: instant('While `retrying`: when it tries again.'),
  lastError: object({ name: text(), at: instant() }, ['name', 'at']),
};
const LIFE = ['state', 'since', 'heartbeatAt', 'attempts'];
const behind = {
  position: text('Everything up to here is in it.'),
  head: text('The newest position of the feed.'),
  lagEvents: whole('The distance to the head.'),
  lagSeconds: number('Age of the last event taken in; 0 when caught up.'),
};
const BEHIND = ['head', 'lagEvents', 'lagSeconds'];

const view = object(
  {
    view: text(),
    group: text('The views that are folded together, by one process at a time.'),
    holder,
    version: whole(),
    state: {
      type: 'string',
      enum: viewStates,
      description:
        'How far it is; or why it goes no further: the loop that folds it in this process is `retrying`, `failed` or `stopped`.',
    },
    ...behind,
    parked: held,
    build: object({ generation: whole(), position: text('How far it is, in proportion.') }, ['generation', 'position']),
  },
  ['view', 'group', 'version', 'state', ...BEHIND, 'parked'],
);
const consumer = { holder, ...life, ...behind, skipped: held };
const CONSUMER = [...LIFE, ...BEHIND, 'skipped'];

/** What `GET /v1/projections` answers. */
export const statusSchema = object(
  {
    groups: {
      type: 'array',
      description: 'The loops of this process; one that stands by leaves its views to another.',
      items: object({ group: text(), views: { type: 'array', items: text() }, holder, ...life }, [
        'group',
        'views',
        ...LIFE,
      ]),
    },
    views: { type: 'array', description: 'All views, wherever they are folded.', items: view },
    feed: {
      ...object(consumer, CONSUMER),
      description: 'What fills the topic that the views follow, where they follow one.',
    },
    relay: object({ relay: text(), ...consumer, published: whole('Messages since the start.') }, [
      'relay',
      ...CONSUMER,
      'published',
    ]),
    reactor: object(consumer, CONSUMER),
  },
  ['groups', 'views', 'relay', 'reactor'],
);

/** An event that a view could not fold. */
export const parkedSchema = object(
  {
    view: text(),
    key: text('The document that waits.'),
    position: text(),
    eventId: text(),
    type: text(),
    stream: text(),
    revision: whole(),
    reason: text(),
    parkedAt: instant(),
  },
  ['view', 'key', 'position', 'eventId', 'type', 'stream', 'revision', 'reason', 'parkedAt'],
);
