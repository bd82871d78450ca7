import { describe, expect, it } from '@jest/globals';
import { derivedId } from '@touchstream/events';
import { parseMapping, type Mapping } from '../mapping/index.js';
import { Identities, RowPlanner } from './index.js';

const identities = new Identities('t', 'shop');

/** Plans one row of a file with the columns a, b, c and n (a whole number). */
function plan(commands: string, row: Readonly<Record<string, string>>, columns = '') {
  const mapping: Mapping = parseMapping(`
name: Test
source: shop
files:
  - name: rows
    path: rows.csv
    format: csv
    header: [a, b, c, n]
    columns: { a:, b:, c:, n: { type: integer }${columns} }
    commands: ${commands}
`);
  const file = mapping.files[0]!;
  const planner = new RowPlanner(file, ['a', 'b', 'c', 'n'], { source: 'shop', identities, tables: new Map() });
  return planner.plan(
    7,
    ['a', 'b', 'c', 'n'].map(name => row[name] ?? ''),
    () => false,
  );
}

const bodies = (...args: Parameters<typeof plan>) => {
  const planned = plan(...args);
  return planned.faults ?? planned.commands.map(({ body }) => body);
};
const interaction = (fields: string) =>
  `[{ command: RegisterCustomer, key: '{a}', fields: { kind: person, name: N, ${fields} } }]`;
const customer = (fields: Record<string, unknown>) => [
  { channel: 'import', source: 'shop', kind: 'person', name: 'N', ...fields },
];

describe('the fields of a command', () => {
  it.each<[string, Readonly<Record<string, string>>, Record<string, unknown>]>([
    ["website: 'x-{b}-{row}'", { b: 'B' }, { website: 'x-B-7' }],
    ["website: '{{{b}}}'", { b: 'B' }, { website: '{B}' }],
    ["employees: '{n}'", { n: '12' }, { employees: 12 }],
    ["website: '{n}', employees: '{n}'", {}, {}],
    ["website: 'n{n}'", { n: '12' }, { website: 'n12' }],
    ["website: '{b}{c}'", { b: 'B' }, {}],
    ["annualRevenue: { amount: '{b}', currency: USD }", {}, {}],
    [
      "annualRevenue: { amount: '{b}', currency: USD }",
      { b: '1' },
      { annualRevenue: { amount: '1', currency: 'USD' } },
    ],
    ["phones: ['{b}', '{c}']", { b: '+49301234567' }, { phones: ['+49301234567'] }],
    ["phones: ['{b}', '{c}']", {}, {}],
    ['phones: []', {}, { phones: [] }],
    [
      "externalRefs: [{ system: x, id: '{b}' }, { system: y, id: '{c}' }]",
      { c: 'C' },
      { externalRefs: [{ system: 'y', id: 'C' }] },
    ],
    ["channel: web, source: other, comment: '{b}'", { b: 'B' }, { channel: 'web', source: 'other', comment: 'B' }],
    ["ownerId: { idOf: contact, key: 'x{b}' }", { b: 'B' }, { ownerId: identities.recordId('contact', 'xB') }],
    ["ownerId: { idOf: contact, key: 'x{b}' }", {}, {}],
  ])('are made by %s of %j', (fields, row, expected) => {
    expect(bodies(interaction(fields), { a: 'A', ...row })).toEqual(customer(expected));
  });

  it('are there even if all of them come out empty', () => {
    const command = "[{ command: ActivateCustomer, key: '{a}', fields: { reason: '{b}' } }]";
    expect(bodies(command, { a: 'A' })).toEqual([{ channel: 'import', source: 'shop' }]);
  });
});

describe('the commands of a row', () => {
  const conditional = (when: string) =>
    `[{ command: ActivateCustomer, key: '{a}', when: ${when}, fields: { reason: R } }]`;
  it.each<[string, Readonly<Record<string, string>>, number]>([
    ['{ b: Won }', { b: 'Won' }, 1],
    ['{ b: Won }', { b: 'Lost' }, 0],
    ['{ b: Won }', {}, 0],
    ['{ b: [Won, Lost] }', { b: 'Lost' }, 1],
    ['{ b: { not: Won } }', { b: 'Won' }, 0],
    ['{ b: { not: [Won, Lost] } }', { b: 'Open' }, 1],
    ['{ b: { not: Won } }', {}, 1],
    ['{ b: { empty: true } }', {}, 1],
    ['{ b: { empty: false } }', {}, 0],
    ['{ n: 5 }', { n: '05' }, 1],
    ["{ n: '5' }", { n: '5' }, 1],
    ['{ b: Won, c: x }', { b: 'Won' }, 0],
    ['{ b: Won, c: x }', { b: 'Won', c: 'x' }, 1],
  ])('where %s and the row is %j', (when, row, count) => {
    expect(bodies(conditional(when), { a: 'A', ...row })).toHaveLength(count);
  });

  it('are known by source, record, key, name and step', () => {
    const ids = (commands: string, row = {}) => {
      const planned = plan(commands, { a: 'A', b: 'B', ...row });
      return planned.faults ?? planned.commands.map(({ commandId, aggregateId }) => ({ commandId, aggregateId }));
    };
    const registered = ids("[{ command: RegisterCustomer, key: '{a}', fields: { kind: person, name: N } }]");
    const { commandId } = identities.creation('customer', 'A');
    expect(registered).toEqual([{ commandId, aggregateId: derivedId(commandId, 'customer') }]);
    const activate = (more: string) => ids(`[{ command: ActivateCustomer, ${more}, fields: { reason: R } }]`);
    const [byKey, byStep, byRow, byId] = [
      "key: '{a}'",
      "key: '{a}', step: '{b}'",
      "key: '{a}', step: '{row}'",
      "id: '{a}'",
    ].map(more => activate(more)[0] as { commandId: string; aggregateId: string });
    expect(byKey).toEqual(activate("key: 'A'")[0]);
    expect(byKey!.aggregateId).toBe(derivedId(commandId, 'customer'));
    expect(byId!.aggregateId).toBe('A');
    expect(new Set([byKey, byStep, byRow, byId].map(one => one!.commandId)).size).toBe(4);
    const other = new Identities('t', 'other');
    expect(other.recordId('customer', 'A')).not.toBe(identities.recordId('customer', 'A'));
    expect(new Identities('u', 'shop').recordId('customer', 'A')).not.toBe(identities.recordId('customer', 'A'));
  });

  it('are refused together, each thing with its columns', () => {
    const commands = `
      - { command: RegisterCustomer, key: '{a}', fields: { kind: person, name: '{b}', website: '{c}' } }
      - { command: ActivateCustomer, key: '{a}', needs: [c], fields: { reason: '{b}' } }`;
    expect(plan(commands, { c: '' })).toEqual({
      faults: [
        { column: 'b', value: '', reason: 'RegisterCustomer /name is required' },
        { column: 'a', value: '', reason: 'RegisterCustomer: must not be empty here' },
        { column: 'a', value: '', reason: 'ActivateCustomer: must not be empty here' },
        { column: 'c', value: '', reason: 'ActivateCustomer: must not be empty here' },
      ],
    });
  });

  it('must not be the same one twice', () => {
    const activate = "{ command: ActivateCustomer, key: '{a}', fields: { reason: R } }";
    expect(plan(`[${activate}, ${activate}]`, { a: 'A' })).toEqual({
      faults: [{ reason: 'two commands of the row are the same one; give each a step' }],
    });
  });

  it('say which column a fault of a field that is made of several is about', () => {
    const planned = plan(interaction("website: '{b}{c}'"), { a: 'A', b: 'x'.repeat(200), c: 'y'.repeat(101) });
    expect(planned.faults).toMatchObject([
      { column: 'b, c', reason: expect.stringContaining('RegisterCustomer /website') },
    ]);
  });
});
