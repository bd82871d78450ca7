import { describe, expect, it } from '@jest/globals';
import { MappingInvalid, parseMapping, type MappingProblem } from './index.js';

/** A mapping that is right, with lines to put in place of others. */
const mapping = (replace: Readonly<Record<string, string>> = {}) => {
  let text = `name: Orders
source: shop
tables:
  agents: { path: agents.csv, format: csv, key: name }
files:
  - name: orders
    path: orders.csv
    format: csv
    columns:
      customer: { required: true }
      amount: { type: decimal }
      day: { type: date, format: M/D/YYYY }
      agent: { lookup: agents.id }
    before:
      - command: IntroduceProduct
        key: cd
        fields: { name: CD, uom: piece, taxClass: standard, serialised: false }
    commands:
      - command: RegisterCustomer
        key: '{customer}'
        once: true
        fields: { kind: person, name: 'Customer {customer}', ownerId: '{agent}' }
      - command: PlaceOrder
        key: '{row}'
        when: { amount: { empty: false } }
        fields:
          customerId: { idOf: customer, key: '{customer}' }
          requestedDate: '{day}'
          lines:
            - { productId: { idOf: product, key: cd }, name: CD, qty: 1, net: { amount: '{amount}', currency: USD }, taxPct: 0 }
`;
  for (const [old, now] of Object.entries(replace)) {
    if (!text.includes(old)) throw new Error(`the mapping has no ${old}`);
    text = text.replace(old, now);
  }
  return text;
};

function problems(text: string): readonly MappingProblem[] {
  try {
    parseMapping(text);
  } catch (error) {
    if (error instanceof MappingInvalid) return error.problems;
    throw error;
  }
  return [];
}
const found = (text: string) => problems(text).map(({ path, message }) => `${path}: ${message}`);

describe('a mapping', () => {
  it('is read from YAML, with merged and repeated parts', () => {
    expect(parseMapping(mapping())).toMatchObject({ name: 'Orders', files: [{ name: 'orders', format: 'csv' }] });
    const merged = mapping({
      'fields: { name: CD,': 'fields: &product { name: CD,',
      '      - command: RegisterCustomer':
        '      - { command: IntroduceProduct, key: dvd, fields: { <<: *product, name: DVD } }\n      - command: RegisterCustomer',
    });
    expect(parseMapping(merged).files[0]?.commands[0]?.fields).toEqual({
      name: 'DVD',
      uom: 'piece',
      taxClass: 'standard',
      serialised: false,
    });
  });

  it('is refused where it is no YAML, with the place', () => {
    expect(problems('name: [a\nsource: b')).toMatchObject([{ path: '', line: 2, column: 1 }]);
    expect(problems('a: 1\na: 2')).toMatchObject([{ line: 2, message: 'Map keys must be unique' }]);
    expect(problems('')).toEqual([{ path: '', message: 'must be object' }]);
    expect(found('a: &a [x]\nb: [*a, *b]')).toEqual([expect.stringContaining('b')]);
    expect(found('}'.repeat(100))).toHaveLength(50);
  });

  it('has each key once in a map', () => {
    const doubled = 'Map keys must be unique';
    expect(problems('a: 1\nb: { c: 1, d: 2, c: 3 }\ne: { c: 1 }\na: 2')).toEqual([
      { path: '', line: 4, column: 1, message: doubled },
      { path: '', line: 2, column: 18, message: doubled },
    ]);
  });

  it.each<[string, string, string]>([
    ['lists in lists', '['.repeat(100_000), 'is nested more than 50 deep'],
    ['maps in maps', '{a: '.repeat(25_000), 'is nested more than 50 deep'],
    ['lists in lists of lines', '- '.repeat(50_000), 'is nested more than 50 deep'],
    ['maps in maps of lines', Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'is nested'],
    ['keys of keys', '? '.repeat(50_000), 'is nested more than 50 deep'],
    [
      'aliases in lists',
      `- &a ${'['.repeat(30)}${']'.repeat(30)}\n- ${'['.repeat(30)}*a${']'.repeat(30)}`,
      'is nested more than 50 deep',
    ],
    ['an alias in itself', '&a [*a]', 'is nested more than 50 deep'],
    ['many aliases', `- &a x\n${'- *a\n'.repeat(100)}`, 'has more than 100 anchors and aliases'],
    ['many values', `[${'x,'.repeat(20_001)}]`, 'has more than 20000 values'],
    ['aliases of much', `- &a [${'x,'.repeat(1_000)}]\n${'- *a\n'.repeat(30)}`, 'has more than 20000 values'],
    ['a long text', 'x'.repeat(100_001), 'is longer than 100000 characters'],
  ])('is refused for what nobody writes: %s', (_, text, message) => {
    expect(problems(text)).toEqual([expect.objectContaining({ message: expect.stringContaining(message) as never })]);
  });

  it('may repeat a part, and begin a text like an alias', () => {
    const columns = Array.from({ length: 90 }, (_, i) => `      c${i}: *column`).join('\n');
    const repeated = mapping({ '      amount: {': `      zero: &column { trim: false }\n${columns}\n      amount: {` });
    expect(Object.keys(parseMapping(repeated).files[0]!.columns)).toHaveLength(95);
    const notes = `description: |\n${Array.from({ length: 200 }, () => '  * a note').join('\n')}\nname: Orders\n`;
    expect(found(mapping({ 'name: Orders\n': notes }))).toEqual([]);
  });

  it('names every problem with its path and its line', () => {
    expect(
      problems(mapping({ 'type: decimal': 'typ: decimal', 'format: csv\n    columns': 'format: xml\n    columns' })),
    ).toEqual([{ path: 'files/0/format', line: 8, column: 5, message: 'must be csv or fixed' }]);
    expect(problems(mapping({ 'type: decimal': 'typ: decimal' }))).toEqual([
      { path: 'files/0/columns/amount/typ', line: 11, column: 17, message: 'is not a known field' },
    ]);
    expect(problems(mapping({ 'source: shop': 'source: a b', 'name: Orders\n': '' }))).toEqual([
      expect.objectContaining({ path: 'name', message: 'is required' }),
      expect.objectContaining({ path: 'source', line: 1 }),
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'an unknown column type',
      { 'type: decimal': 'type: money' },
      ['files/0/columns/amount/type: must be one of text, id, integer, number, decimal, boolean, date, instant'],
    ],
    ['a number where a text is due', { "key: '{row}'": 'key: 5' }, ['files/0/commands/1/key: must be string']],
    [
      'a field with nothing in it',
      { 'kind: person': 'kind: ~' },
      ['files/0/commands/0/fields/kind: must be string,number,boolean,array,object'],
    ],
    [
      'an unknown column in a key',
      { "key: '{row}'": "key: '{rwo}'" },
      ['files/0/commands/1/key: "rwo" is no column of the mapping'],
    ],
    [
      'an unknown column in a field',
      { "{ amount: '{amount}'": "{ amount: '{amont}'" },
      ['files/0/commands/1/fields/lines: "amont" is no column of the mapping'],
    ],
    [
      'an unknown column in a condition',
      { 'when: { amount:': 'when: { amont:' },
      ['files/0/commands/1/when: "amont" is no column of the mapping'],
    ],
    [
      'a single brace',
      { "'Customer {customer}'": "'Customer {customer'" },
      ['files/0/commands/0/fields/name: a single { is written {{'],
    ],
    [
      'a column before the rows',
      { 'name: CD, uom': "name: '{customer}', uom" },
      ['files/0/before/0/fields/name: "customer" is no column of the mapping'],
    ],
    [
      'an unknown command',
      { 'command: PlaceOrder': 'command: PlaceOder' },
      ['files/0/commands/1/command: PlaceOder is no command'],
    ],
    [
      'a command about imports',
      { 'command: PlaceOrder': 'command: StartImport' },
      ['files/0/commands/1/command: StartImport is no command'],
    ],
    [
      'a field that the command does not have',
      { 'requestedDate:': 'requestDate:' },
      [
        expect.stringMatching(
          /^files\/0\/commands\/1\/fields\/requestDate: is not a field; there are .*requestedDate/,
        ) as never,
      ],
    ],
    ['a missing field', { 'kind: person, ': '' }, ['files/0/commands/0/fields: lacks the field kind']],
    [
      'a missing field inside',
      { ', currency: USD': '' },
      ['files/0/commands/1/fields/lines/0/net: lacks the field currency'],
    ],
    [
      'an object for a list',
      { 'lines:\n            - {': 'lines:\n              {' },
      ['files/0/commands/1/fields/lines: is not an object'],
    ],
    [
      'a list for a text',
      { 'name: CD, qty': 'name: [CD], qty' },
      ['files/0/commands/1/fields/lines/0/name: is not a list'],
    ],
    [
      'a reference for an object',
      { "net: { amount: '{amount}', currency: USD }": 'net: { idOf: product, key: cd }' },
      ['files/0/commands/1/fields/lines/0/net: is not an identifier'],
    ],
    [
      'a reference to what has no key',
      { 'idOf: customer': 'idOf: price-book' },
      [expect.stringMatching(/^files\/0\/commands\/1\/fields\/customerId\/idOf: must be one of .*customer/) as never],
    ],
    ...(
      [
        ['without a key', 'idOf: customer', 'key: is required'],
        ['with a number for a key', 'idOf: customer, key: 42', 'key: must be string'],
        ['with a list for a key', 'idOf: customer, key: [a]', 'key: must be string'],
        ['with an empty key', 'idOf: customer, key: ""', 'key: must NOT have fewer than 1 characters'],
        ['to a list', 'idOf: [customer], key: a', 'idOf: must be string'],
        ['with another field', "idOf: customer, key: '{customer}', foo: 1", 'foo: is not a known field'],
      ] as const
    ).map<[string, Readonly<Record<string, string>>, readonly string[]]>(([what, reference, problem]) => [
      `a reference ${what}`,
      { "idOf: customer, key: '{customer}'": reference },
      [`files/0/commands/1/fields/customerId/${problem}`],
    ]),
    [
      'a reference inside without a key',
      { 'idOf: product, key: cd': 'idOf: product' },
      ['files/0/commands/1/fields/lines/0/productId/key: is required'],
    ],
    [
      'a new record without a key',
      { "        key: '{row}'\n": '' },
      ['files/0/commands/1: lacks the key by which the source knows the order'],
    ],
    [
      'a new record with an id',
      { "key: '{row}'": "key: '{row}'\n        id: x" },
      ['files/0/commands/1/id: the id of a new order follows from its key'],
    ],
    [
      'a new record with a step',
      { "key: '{row}'": "key: '{row}'\n        step: x" },
      ['files/0/commands/1/step: a record is made once'],
    ],
    [
      'a table that is not there',
      { 'lookup: agents.id': 'lookup: agent.id' },
      ['files/0/columns/agent/lookup: "agent" is no table of the mapping'],
    ],
    [
      'a column that its table does not have',
      { 'agents: { path: agents.csv,': 'agents: { path: agents.csv, header: [name, number],' },
      ['files/0/columns/agent/lookup: "id" is no column of the table'],
    ],
    [
      'a date without a year',
      { 'format: M/D/YYYY': 'format: M/D' },
      ['files/0/columns/day/format: "M/D" lacks the year (YYYY, or `year`)'],
    ],
    [
      'a date without a month',
      { 'format: M/D/YYYY': 'format: D YYYY' },
      ['files/0/columns/day/format: "D YYYY" lacks the month'],
    ],
    [
      'a date with a time',
      { 'format: M/D/YYYY': 'format: M/D/YYYY HH:mm' },
      ['files/0/columns/day/format: "M/D/YYYY HH:mm" has a time of day: take type instant'],
    ],
    ...['MDMDMDYYYY', 'YYYY-MM-DD YY', 'H:mm h A YYYYMMDD'].map<
      [string, Readonly<Record<string, string>>, readonly string[]]
    >(format => [
      `the format ${format}`,
      { 'type: date, format: M/D/YYYY': `type: instant, format: '${format}'` },
      [`files/0/columns/day/format: "${format}" names a part twice`],
    ]),
    [
      'a format for a number',
      { 'type: decimal': 'type: decimal, format: MM' },
      ['files/0/columns/amount/format: is for date, instant, not for decimal'],
    ],
    ...['type: decimal, groupMark: "."', 'type: integer, groupMark: ",", decimalMark: ","'].map<
      [string, Readonly<Record<string, string>>, readonly string[]]
    >(column => [
      `marks that are the same: ${column}`,
      { 'type: decimal': column },
      ['files/0/columns/amount/groupMark: is the decimalMark too, a point where it is left out'],
    ]),
    [
      'a mark for a text',
      { 'type: decimal': 'decimalMark: ","' },
      ['files/0/columns/amount/decimalMark: is for integer, number, decimal, not for text'],
    ],
    [
      'no time zone',
      { 'type: date,': 'type: instant, timeZone: Mars/Base,' },
      ['files/0/columns/day/timeZone: is no IANA time zone'],
    ],
    ...['(', '(a)\\1', '(?=a)b'].map<[string, Readonly<Record<string, string>>, readonly string[]]>(pattern => [
      `the pattern ${pattern}`,
      { 'type: decimal': `pattern: '${pattern}'` },
      ['files/0/columns/amount/pattern: is no regular expression as RE2 has them'],
    ]),
    [
      'patterns that are too large together, the first one that is too much',
      {
        'type: decimal': "pattern: '(?:a?){0,1000}'",
        'required: true': "pattern: 'a{1000}a{1000}a{1000}'",
        'lookup: agents.id': "pattern: 'a{1000}a{1000}a{1000}'",
      },
      ['files/0/columns/amount/pattern: makes the patterns of the mapping too large: let it repeat fewer times'],
    ],
    [
      'a column named like the row',
      { 'agent: {': 'row: {' },
      [
        expect.stringContaining('files/0/columns/row: is the name') as never,
        expect.stringContaining('"agent" is no column') as never,
      ],
    ],
    [
      'a path that leads out',
      { 'path: orders.csv': 'path: ../orders.csv' },
      ['files/0/path: must lie within the folder of the data'],
    ],
    [
      'an absolute path',
      { 'path: agents.csv': 'path: /etc/passwd' },
      ['tables/agents/path: must lie within the folder of the data'],
    ],
    [
      'an unknown encoding',
      { 'path: orders.csv': 'path: orders.csv\n    encoding: utf-9' },
      ['files/0/encoding: is no known encoding'],
    ],
    [
      'a quote that separates',
      { 'path: orders.csv': "path: orders.csv\n    quote: ','" },
      ['files/0/quote: is the delimiter too'],
    ],
    [
      'a column that the header lacks',
      { 'path: orders.csv': 'path: orders.csv\n    header: [customer, amount, day]' },
      ['files/0/columns/agent: "agent" is no column of the file'],
    ],
  ])('is refused for %s', (_, replace, expected) => {
    expect(found(mapping(replace))).toEqual(expected);
  });

  it('names the line of a mistake in a reference', () => {
    const text = mapping({ "idOf: customer, key: '{customer}'": 'idOf: customer' });
    const line = text.split('\n').findIndex(one => one.includes('customerId')) + 1;
    expect(problems(text)).toMatchObject([{ path: 'files/0/commands/1/fields/customerId/key', line }]);
  });

  it('may say the marks of whole numbers', () => {
    expect(found(mapping({ 'type: decimal': 'type: integer, decimalMark: ",", groupMark: "."' }))).toEqual([]);
  });

  it('is refused for what another record than its own is asked of', () => {
    const command = (text: string) =>
      mapping({ '      - command: PlaceOrder': `      - ${text}\n      - command: PlaceOrder` });
    expect(found(command("{ command: ArchiveCustomer, key: '{customer}', fields: { reason: x } }"))).toEqual([]);
    expect(found(command("{ command: ArchiveCustomer, id: '{customer}', fields: { reason: x } }"))).toEqual([]);
    expect(found(command('{ command: ArchiveCustomer, fields: { reason: x } }'))).toEqual([
      'files/0/commands/1: needs the key or the id of the customer, one of the two',
    ]);
    expect(found(command('{ command: RetireStage, key: x, fields: { stageId: a, replacementId: b } }'))).toEqual([
      'files/0/commands/1/key: a sales-process has a chosen id, no key',
    ]);
    expect(
      found(command('{ command: PublishSalesProcess, key: x, fields: { pipelineId: a, name: b, stages: [] } }')),
    ).toEqual(['files/0/commands/1/key: the id of the sales-process stands in the command’s fields']);
  });

  it('has names of its own for its files', () => {
    const text = mapping();
    const second = text.slice(text.indexOf('  - name: orders'));
    expect(found(text + second)).toEqual(['files/1/name: names another file too']);
  });
});
