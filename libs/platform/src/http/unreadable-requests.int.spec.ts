import { connect, type AddressInfo, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { refuseConnection } from './unreadable-requests.js';

const GARBAGE = 'GARBAGE\r\n\r\n';
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const post = (chunks: string) =>
  `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;

let app: FastifyInstance;
/** Lets the answers to `/later` go. */
let release: () => void;
let connection: Socket;

beforeEach(async () => {
  const released = new Promise<void>(resolve => (release = resolve));
  app = fastify({ clientErrorHandler: refuseConnection, forceCloseConnections: true });
  app.get('/', async () => 'first');
  app.get('/later', async () => {
    await released;
    return 'later';
  });
  app.get('/stream', async () => {
    const stream = new PassThrough();
    stream.write('begun');
    return stream;
  });
  app.post('/', async ({ body }) => `got-${String(body)}`);
  await app.listen({ host: '127.0.0.1', port: 0 });
  connection = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
});
afterEach(async () => {
  connection.destroy();
  await app.close();
});

/** The statuses and bodies of what is answered, in turn, until the connection ends. */
async function answered(): Promise<readonly string[]> {
  const answers = (await text(connection)).split(/(?=HTTP\/1\.1 )/);
  return answers.map(answer => `${answer.slice(9, 12)} ${/"detail":"([^"]*)|(\S*)$/.exec(answer)!.slice(1).join('')}`);
}
const UNREADABLE = '400 the request line or a header cannot be read';

describe('what cannot be read', () => {
  it('is answered, and the connection ended', async () => {
    connection.write(GARBAGE);
    expect(await answered()).toEqual([UNREADABLE]);
  });

  it('takes no place of an answer before its own', async () => {
    connection.write(post('1\r\nx\r\n0\r\n\r\n') + get('/later') + get('/') + GARBAGE + GARBAGE);
    connection.once('data', () => {
      connection.write(GARBAGE);
      release();
    });
    expect(await answered()).toEqual(['200 got-x', '200 later', '200 first', UNREADABLE]);
  });

  it('is answered in its turn where it begins well', async () => {
    app.server.once('clientError', () => release());
    connection.write(get('/later') + post('1\r\nx\r\nnone'));
    expect(await answered()).toEqual(['200 later', UNREADABLE]);
  });

  it('says nothing within an answer that has begun, and breaks it off', async () => {
    connection.write(get('/stream'));
    connection.once('data', () => connection.write(GARBAGE));
    const chunks: string[] = [];
    for await (const chunk of connection) chunks.push(String(chunk));
    expect(chunks.join('')).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n5\r\nbegun\r\n$/s);
  });
});
