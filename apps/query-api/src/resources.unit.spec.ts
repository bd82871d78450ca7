import { describe, expect, it } from '@jest/globals';
import type { Condition } from '@touchstream/view-store';
import type { Indexed } from '@touchstream/views';
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

describe('a filter', () => {
  it.each(filters)('$name of $base reaches what documents are found by', ({ name, list, filter, reached }) => {
    const { properties } = querySchema(list) as { properties: Record<string, { description: string }> };
    expect(properties[name]!.description).toBe(filter.about);
    expect(reachable(list.view.index(list.view.initial('') as never))).toContain(reached);
  });

  it.each(byId)('$name of $base ends in Id, for it goes by the id of a record', ({ name }) => {
    expect(name).toMatch(/Id$/);
  });
});
