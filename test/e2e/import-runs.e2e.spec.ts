import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestServer } from '../fixtures/server.js';

const mapping = (path: string, tables = '') => `
name: People
source: test
${tables}
files:
  - name: people
    path: ${path}
    format: csv
    columns: { code: , name: }
    commands:
      - command: RegisterCustomer
        key: '{code}'
        fields: { kind: person, name: '{name}', code: '{code}' }
`;
const TABLES = 'tables: { towns: { path: towns.csv, format: csv, key: town } }';
const GOOD = 'code,name\nC-1,Ann\n';

interface ProblemBody {
  readonly type: string;
  readonly detail: string;
}

describe('an import over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.dispose());

  const send = async (body: FormData | string | Buffer, type?: string) => {
    const headers = { 'x-actor': 'ann', ...(type !== undefined && { 'content-type': type }) };
    const answer = await fetch(`${server.url}/v1/import-runs?dryRun=true`, { method: 'POST', headers, body });
    return { status: answer.status, text: await answer.text() };
  };
  const run = (text: string, files: Readonly<Record<string, string>>) => {
    const form = new FormData();
    form.set('mapping', text);
    for (const [name, content] of Object.entries(files)) form.append('files', new Blob([content]), name);
    return send(form);
  };
  const lastLine = (text: string) => JSON.parse(text.trim().split('\n').at(-1)!) as object;

  it.each([
    ['in a folder', 'north/people.csv'],
    ['in letters of several bytes', `${'青'.repeat(150)}.csv`],
    ['from a dot on', '.people'],
  ])('takes a file that is named %s', async (_, name) => {
    const { status, text } = await run(mapping(name), { [name]: GOOD, '../../people.csv': 'not asked for' });
    expect(status).toBe(200);
    expect(lastLine(text)).toMatchObject({ result: { rows: 1, accepted: 1 } });
  });

  it.each([
    ['is not there', mapping('a.csv'), {}, 'a.csv: no file of this name was sent'],
    ['is empty', mapping('a.csv'), { 'a.csv': '' }, 'a.csv: the file is empty: it has no header line'],
    [
      'is a table with a key twice',
      mapping('a.csv', TABLES),
      { 'a.csv': GOOD, 'towns.csv': 'town\nRome\nRome\n' },
      'towns.csv: row 3 of the table has the key of an earlier row',
    ],
    [
      'is a table without its key',
      mapping('a.csv', TABLES),
      { 'a.csv': GOOD, 'towns.csv': 'Rome\n' },
      'towns.csv: the table has no column "town"; it has 1 of other names',
    ],
    [
      'has no header',
      mapping('a.csv'),
      { 'a.csv': 'Ann Smith,ann@example.com\n' },
      'a.csv: the file has no column "code"; it has 2 of other names',
    ],
  ])('says what is wrong with a file that %s, and nothing that stands in it', async (_, text, files, detail) => {
    const answer = await run(text, files);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({
      type: '/problems/validation-failed',
      errors: [{ parameter: 'files', detail }],
    });
  });

  it.each(['', '; filename="m.yaml"'])('takes no mapping that is not UTF-8%s', async filename => {
    const begin = `--x\r\ncontent-disposition: form-data; name="mapping"${filename}\r\n\r\n`;
    const body = Buffer.from(`${begin}${mapping('a.csv').replace('People', 'Caf\xe9')}\r\n--x--\r\n`, 'latin1');
    const { status, text } = await send(body, 'multipart/form-data; boundary=x');
    expect([status, (JSON.parse(text) as ProblemBody).detail]).toEqual([400, 'the mapping is not well-formed UTF-8']);
  });

  it('refuses a text that is not the mapping', async () => {
    const form = new FormData();
    form.set('mapping', mapping('a.csv'));
    form.set('other', 'text');
    const { status, text } = await send(form);
    expect([status, JSON.parse(text)]).toMatchObject([
      400,
      { errors: [{ parameter: 'other', detail: 'is not a file' }] },
    ]);
  });

  const part = '--x\r\ncontent-disposition: form-data; name=';
  it.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    ['without a part', 'multipart/form-data; boundary=x', 'x'],
    ['that breaks off in a text', 'multipart/form-data; boundary=x', `${part}"mapping"\r\n\r\nname: Pe`],
    ['that breaks off in a file', 'multipart/form-data; boundary=x', `${part}"files"; filename="a.csv"\r\n\r\ncode,na`],
    ['that breaks off in a mapping', 'multipart/form-data; boundary=x', `${part}"mapping"; filename="m"\r\n\r\nname`],
  ])('refuses a form %s', async (_, type, body) => {
    const { status, text } = await send(body, type);
    const problem = JSON.parse(text) as ProblemBody;
    expect([status, problem.type, problem.detail]).toEqual([
      400,
      '/problems/malformed-request',
      'the form cannot be read',
    ]);
  });
});
