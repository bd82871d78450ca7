import { once } from 'node:events';
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { limitCommands } from './admission.js';
import type { Problem } from './problems.js';
import { takeFiles } from './uploads.js';

/** Commands that are under way until they are answered here, in the order in which they came. */
let held: FastifyReply[];
let app: FastifyInstance;
let turnedAway: number;
let arrived: (() => void) | undefined;

beforeEach(async () => {
  held = [];
  turnedAway = 0;
  app = fastify({ forceCloseConnections: true });
  const onTurnedAway = () => {
    turnedAway += 1;
  };
  limitCommands(app, { most: 2, mostWithFiles: 3, onTurnedAway });
  app.setErrorHandler((error, _request, reply) => reply.status((error as Problem).status).send(error));
  app.get('/', async () => 'read');
  app.get('/never', () => undefined);
  const hold = (reply: FastifyReply) => {
    held.push(reply);
    arrived?.();
  };
  app.post('/', (_request, reply) => hold(reply));
  takeFiles(app, { method: 'POST', url: '/files', handler: (_request, reply) => hold(reply) }, { files: 1 });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  for (const reply of held) if (!reply.sent) await reply.send();
  await app.close();
});

const port = () => (app.server.address() as AddressInfo).port;
const address = () => `http://127.0.0.1:${port()}/`;
const post = (headers: Record<string, string> = {}) =>
  fetch(address(), { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"a":1}' });
const arrival = () => new Promise<void>(resolve => (arrived = resolve));

/** Sends a command; resolves when the server is at work on it. */
async function underWay(): Promise<{ readonly answer: Promise<Response> }> {
  const there = arrival();
  const answer = post();
  await there;
  return { answer };
}

describe('a server that takes two commands at a time', () => {
  it('turns a third one away, and says when to try again', async () => {
    const first = await underWay();
    await underWay();
    const third = await post({ 'x-correlation-id': 'mine' });
    expect(third.status).toBe(503);
    expect(third.headers.get('retry-after')).toBe('1');
    expect(third.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(third.headers.get('x-correlation-id')).toBe('mine');
    expect(await third.json()).toMatchObject({ type: '/problems/overloaded', status: 503, correlationId: 'mine' });
    expect(turnedAway).toBe(1);
    expect(held).toHaveLength(2);
    await held[0]!.send('done');
    expect(await (await first.answer).text()).toBe('done');
  });

  it('takes the next one as soon as one has been answered', async () => {
    const { answer } = await underWay();
    await underWay();
    await held[0]!.send('done');
    await answer;
    await underWay();
    expect(held).toHaveLength(3);
    expect(turnedAway).toBe(0);
  });

  it('takes the next one when a caller has gone away', async () => {
    await underWay();
    const there = arrival();
    const leaving = request(address(), { method: 'POST' }).on('error', () => undefined);
    leaving.end();
    await there;
    const gone = once(held[1]!.raw, 'close');
    leaving.destroy();
    await gone;
    await underWay();
    expect(turnedAway).toBe(0);
  });

  it('takes the next one when a connection has gone with commands on it whose answers wait behind another', async () => {
    const connection = connect(port(), '127.0.0.1');
    const there = new Promise<void>(resolve => {
      arrived = () => held.length === 2 && resolve();
    });
    const command = 'POST / HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';
    connection.write(`GET /never HTTP/1.1\r\nHost: here\r\n\r\n${command}${command}`);
    await there;
    const { socket } = held[0]!.request.raw;
    connection.destroy();
    await once(socket, 'close');
    const taken = arrival();
    await Promise.race([taken, post()]);
    expect(turnedAway).toBe(0);
  });

  it('is kept by nobody who has not sent the body yet', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '7' };
    const begun = new Promise<void>(resolve => {
      let count = 0;
      app.server.on('request', () => {
        count += 1;
        if (count === 4) resolve();
      });
    });
    const slow = Array.from({ length: 4 }, () => request(address(), { method: 'POST', headers }));
    for (const one of slow) one.write('{"a"');
    await begun;
    await underWay();
    const { answer } = await underWay();
    const answers = slow.map(async one => {
      const response = once(one, 'response') as Promise<[IncomingMessage]>;
      one.end(':1}');
      return (await response)[0].resume().statusCode;
    });
    expect(await Promise.all(answers)).toEqual([503, 503, 503, 503]);
    expect(turnedAway).toBe(4);
    await held[1]!.send('done');
    expect((await answer).status).toBe(200);
  });

  it('keeps the connection on which it turned a command away', async () => {
    await underWay();
    await underWay();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    const send = async (): Promise<number | undefined> => {
      const sent = request(address(), { method: 'POST', agent });
      sent.end('x'.repeat(100_000));
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      ports.add(answer.socket.localPort);
      answer.resume();
      await once(answer, 'end');
      return answer.statusCode;
    };
    expect([await send(), await send(), await send()]).toEqual([503, 503, 503]);
    expect(ports.size).toBe(1);
    agent.destroy();
  });

  it('goes on answering reads', async () => {
    await underWay();
    await underWay();
    expect(await (await fetch(address())).text()).toBe('read');
  });

  describe('and three uploads', () => {
    /** Begins an upload that does not end; resolves when the server is at work on it. */
    async function uploading(): Promise<ClientRequest> {
      const there = arrival();
      const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '100000' };
      const upload = request(`${address()}files`, { method: 'POST', headers }).on('error', () => undefined);
      upload.write('--x\r\n');
      await there;
      return upload;
    }

    it('goes on taking commands, and the next upload when one has gone away', async () => {
      const first = await uploading();
      await uploading();
      await uploading();
      await underWay();
      const { answer } = await underWay();
      await held.at(-1)!.send('done');
      expect((await answer).status).toBe(200);
      const gone = once(held[0]!.raw, 'close');
      first.destroy();
      await gone;
      await uploading();
      expect(turnedAway).toBe(0);
    });

    it('turns a fourth one away, and says when to try again', async () => {
      await uploading();
      await uploading();
      await uploading();
      const body = new FormData();
      body.set('mapping', 'x');
      const fourth = await fetch(`${address()}files`, { method: 'POST', body });
      expect(fourth.status).toBe(503);
      expect(await fourth.json()).toMatchObject({ message: expect.stringContaining('uploads') });
      expect(turnedAway).toBe(1);
      expect(held).toHaveLength(3);
    });
  });
});
