import type { Fields, Indexed, View } from '@touchstream/views';

/** A document that says itself what it is found by. */
export interface TestDoc extends Indexed {
  readonly fields?: Fields;
  readonly body?: unknown;
}

/** A view of such documents, with the kinds of indexes that views have. */
export const testView = (name = 'contract', version = 1, extra: View['indexes'] = []): View<TestDoc> => ({
  name,
  version,
  keys: () => [],
  on: {},
  initial: () => ({}),
  index: ({ fields, lookups, text }) => ({
    ...(fields && { fields }),
    ...(lookups && { lookups }),
    ...(text && { text }),
  }),
  indexes: [
    { name: 'by-name', fields: ['name'] },
    { name: 'by-amount', fields: ['amount'] },
    { name: 'by-owner', fields: ['owner', 'name'] },
    { name: 'by-owner-and-amount', fields: ['owner', 'amount'] },
    { name: 'by-open', fields: ['open', 'owner', 'amount'] },
    ...extra,
  ],
});
