import { describe, expect, it } from '@jest/globals';
import {
  callDirections,
  callStatuses,
  caseKinds,
  casePriorities,
  caseSeverities,
  caseStatuses,
  channels,
  complaintDecisions,
  customerKinds,
  customerTiers,
  forecastCategories,
  holdReasons,
} from '@touchstream/events';
import type { Condition } from '@touchstream/view-store';
import { entryKinds, type Indexed } from '@touchstream/views';
import { customers } from './customers/customers.resource.js';
import { querySchema, type Resource } from './reads/index.js';
import { resources } from './resources.js';
import { timelineResource } from './timeline/timeline.controller.js';

const lists = [...Object.values(resources), customers, timelineResource] as unknown as readonly Resource[];
const filters = lists.flatMap(list =>
  Object.entries(list.filters).map(([name, filter]) => {
    const reached = reachedBy(filter.condition('2026-03-31T00:00:00Z'));
    return { base: list.base, name, list, filter, reached };
  }),
);

/** What a condition looks at. */
function reachedBy(condition: Condition): string {
  if ('text' in condition) return 'text';
  return 'lookup' in condition ? `lookup ${condition.lookup}` : `field ${condition.field}`;
}
/** What there is to look at. */
const reachable = ({ fields = {}, lookups = {}, text }: Indexed) => [
  ...Object.keys(fields).map(name => `field ${name}`),
  ...Object.keys(lookups).map(name => `lookup ${name}`),
  ...(text === undefined ? [] : ['text']),
];

/** What a record is called whose id documents are found by. */
const RECORDS = new Set([...Object.keys(resources), 'customer', 'owner', 'actor', 'competitor', 'invoice']);
const byId = filters.filter(({ reached }) => RECORDS.has(reached.replace(/^\w+ /, '').replace(/Id$/, '')));

/** The words that may stand where a schema holds; undefined where any may. */
function wordsOf(schema: Schema | undefined): readonly string[] | undefined {
  const [one] = schema?.anyOf ?? [];
  return schema?.enum ?? one?.enum;
}
interface Schema {
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

const vocabularies = {
  '/v1/customers': { kind: customerKinds, tier: customerTiers },
  '/v1/cases': {
    kind: caseKinds,
    status: caseStatuses,
    priority: casePriorities,
    severity: caseSeverities,
    decision: complaintDecisions,
  },
  '/v1/calls': { direction: callDirections, status: callStatuses },
  '/v1/opportunities': { forecastCategory: forecastCategories },
  '/v1/orders': { heldFor: holdReasons, channel: channels },
  '/v1/interactions': { channel: channels },
  '/v1/timeline': { kind: entryKinds, channel: channels },
};
const ofVocabulary = Object.entries(vocabularies).flatMap(([base, words]) =>
  Object.entries(words).map(([name, expected]: [string, readonly string[]]) => ({ base, name, expected })),
);

describe('a filter', () => {
  it.each(ofVocabulary)('$name of $base takes the words of the events and no others', ({ base, name, expected }) => {
    const one = filters.find(filter => filter.base === base && filter.name === name)!;
    expect(wordsOf(one.filter.schema)).toEqual(expected);
  });

  const answered = filters.flatMap(({ base, name, list, filter, reached }) => {
    const words = wordsOf((list.response as Schema).properties?.[reached.replace('field ', '')]);
    return words === undefined ? [] : [{ base, name, filter, words }];
  });
  it.each(answered)('$name of $base takes the words that are answered', ({ filter, words }) => {
    expect(wordsOf(filter.schema)).toEqual(words);
  });

  it.each(filters)('$name of $base reaches what documents are found by', ({ name, list, filter, reached }) => {
    const { properties } = querySchema(list) as { properties: Record<string, { description: string }> };
    expect(properties[name]!.description).toBe(filter.about);
    expect(reachable(list.view.index(list.view.initial('') as never))).toContain(reached);
  });

  it.each(byId)('$name of $base ends in Id, for it goes by the id of a record', ({ name }) => {
    expect(name).toMatch(/Id$/);
  });
});
