import * as fc from 'fast-check';
import type { Condition, Find } from '../view-store.js';
import type { TestDoc } from './test-view.js';

/** Few values, so that documents share them, and such as are easily put in the wrong order. */
export const anyKey = fc
  .constantFrom('', ...Array.from('abcdeé\u{1f600}\uffee'))
  .chain(end => fc.constantFrom(`k${end}`, `K${end}`));
const name = fc.constantFrom('', 'a', 'A', 'é', '张', '\uffee', '\u{1f600}', 'ab');
const amount = fc.oneof(fc.constantFrom(0, -1, 2, 2 ** 53 - 1, 1 - 2 ** 53), fc.integer({ min: -3, max: 3 }));
const owner = fc.constantFrom('o1', 'o2');
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 });
const text = fc.constantFrom('Anna Berg', '张伟', 'Berg 张伟明', '+49 30 1234567', 'anna', '');
const ref = fc.constantFrom('1', '2', 'x');

export const anyDoc: fc.Arbitrary<TestDoc> = fc.record({
  fields: fc.record(
    { name: nullable(name), amount: nullable(amount), owner: nullable(owner), open: nullable(fc.boolean()) },
    { requiredKeys: [] },
  ),
  lookups: fc.record({ ref: fc.array(ref, { maxLength: 3 }) }, { requiredKeys: [] }),
  text: fc.array(text, { maxLength: 2 }),
});

const range = (field: string, bound: fc.Arbitrary<string | number>): fc.Arbitrary<Condition> =>
  fc.record({ from: bound, below: bound, upTo: bound }, { requiredKeys: [] }).map(bounds => ({ field, ...bounds }));

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  nullable(name).map(is => ({ field: 'name', is })),
  nullable(amount).map(is => ({ field: 'amount', is })),
  nullable(owner).map(is => ({ field: 'owner', is })),
  nullable(fc.boolean()).map(is => ({ field: 'open', is })),
  fc.array(name, { maxLength: 4 }).map(values => ({ field: 'name', in: values })),
  fc.array(owner, { maxLength: 3 }).map(values => ({ field: 'owner', in: values })),
  range('name', name),
  range('amount', amount),
  ref.map(has => ({ lookup: 'ref', has })),
  fc.constantFrom('ann', 'berg anna', '伟', '张伟', '4567', '30123', '', 'zz').map(words => ({ text: words })),
);
export const anyWhere: fc.Arbitrary<Condition[]> = fc.array(anyCondition, { maxLength: 3 });

export const anyQuery: fc.Arbitrary<Find> = fc.record(
  {
    where: anyWhere,
    orderBy: fc.constantFrom('name', 'amount', 'owner', 'open'),
    direction: fc.constantFrom('ascending' as const, 'descending' as const),
    limit: fc.integer({ min: 1, max: 7 }),
  },
  { requiredKeys: ['where', 'limit'] },
);
