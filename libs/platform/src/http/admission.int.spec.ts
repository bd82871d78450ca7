import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { limitCommands } from './admission.js';

/** Commands that are under way until they are answered here, in the order in which they came. */
let held: ServerResponse[];
let server: Server;
let turnedAway: number;
let arrived: (() => void) | undefined;

beforeEach(async () => {
  held = [];
  turnedAway = 0;
  server = createServer(({ method }, response) => {
    if (method === 'GET') response.end('read');
    else {
      held.push(response);
      arrived?.();
    }
  });
  const onTurnedAway = () => {
    turnedAway += 1;
  };
  limitCommands(server, { most: 2, onTurnedAway });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  const open = held.filter(response => !response.destroyed && !response.writableEnded);
  await Promise.all(open.map(response => new Promise<void>(resolve => response.end(resolve))));
  server.close();
  server.closeAllConnections();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const post = () => fetch(address(), { method: 'POST', body: '{"a":1}' });

/** Sends a command; resolves when the server is at work on it. */
async function underWay(): Promise<{ readonly answer: Promise<Response> }> {
  const arrival = new Promise<void>(resolve => (arrived = resolve));
  const answer = post();
  await arrival;
  return { answer };
}

describe('a server that takes two commands at a time', () => {
  it('turns a third one away, and says when to try again', async () => {
    const first = await underWay();
    await underWay();
    const third = await fetch(address(), { method: 'POST', headers: { 'x-correlation-id': 'mine' } });
    expect(third.status).toBe(503);
    expect(third.headers.get('retry-after')).toBe('1');
    expect(third.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await third.json()).toMatchObject({ type: '/problems/overloaded', status: 503, correlationId: 'mine' });
    expect(third.headers.get('x-correlation-id')).toBe('mine');
    expect(turnedAway).toBe(1);
    expect(held).toHaveLength(2);
    held[0]!.end('done');
    expect(await (await first.answer).text()).toBe('done');
  });

  it('takes the next one as soon as one has been answered', async () => {
    const { answer } = await underWay();
    await underWay();
    held[0]!.end();
    await answer;
    await underWay();
    expect(held).toHaveLength(3);
    expect(turnedAway).toBe(0);
  });

  it('takes the next one when a caller has gone away', async () => {
    await underWay();
    const arrival = new Promise<void>(resolve => (arrived = resolve));
    const leaving = request(address(), { method: 'POST' }).on('error', () => undefined);
    leaving.end('{}');
    await arrival;
    const gone = once(held[1]!, 'close');
    leaving.destroy();
    await gone;
    await underWay();
    expect(turnedAway).toBe(0);
  });

  it('keeps the connection on which it turned a command away', async () => {
    await underWay();
    await underWay();
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = async (): Promise<IncomingMessage> => {
      const sent = request({ port, host: '127.0.0.1', method: 'POST', agent });
      sent.end('x'.repeat(100_000));
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      answer.resume();
      await once(answer, 'end');
      return answer;
    };
    expect((await send()).statusCode).toBe(503);
    expect((await send()).statusCode).toBe(503);
    agent.destroy();
  });

  it('goes on answering reads', async () => {
    await underWay();
    await underWay();
    expect(await (await fetch(address())).text()).toBe('read');
  });
});
