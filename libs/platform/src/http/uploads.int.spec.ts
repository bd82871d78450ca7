import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { refuseConnection } from './unreadable-requests.js';
import { takeFiles } from './uploads.js';

/** Longer than any test. */
const NEVER = 600_000;
const BEGIN = '--x\r\ncontent-disposition: form-data; name="files"; filename="a.csv"\r\n\r\n';
const END = '\r\n--x--\r\n';
const CONTENT = 'x'.repeat(1_000_000);

/** What the route does with an upload. */
type Handle = (request: FastifyRequest) => Promise<unknown>;

async function receive(request: FastifyRequest): Promise<string> {
  let files = 0;
  for await (const part of request.parts()) {
    if (part.type === 'file') await part.toBuffer();
    files += 1;
  }
  return `received ${files}`;
}

let app: FastifyInstance;
afterEach(() => app.close());

async function start(handler: Handle, { lookEveryMs = NEVER, requestTimeout = 60_000 }): Promise<void> {
  app = fastify({
    clientErrorHandler: refuseConnection,
    requestTimeout,
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: 5 },
    forceCloseConnections: true,
  });
  takeFiles(app, { method: 'POST', url: '/', handler }, { files: 1, lookEveryMs });
  await app.listen({ host: '127.0.0.1', port: 0 });
}

/** Begins an upload of a file. */
async function begin(): Promise<Socket> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const length = BEGIN.length + CONTENT.length + END.length;
  const headers = ['Host: x', 'Content-Type: multipart/form-data; boundary=x', `Content-Length: ${length}`];
  socket.write(`POST / HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${BEGIN}`);
  return socket;
}

describe('an upload', () => {
  it('that stalls is answered, and ended', async () => {
    let received: Promise<string> | undefined;
    await start(request => (received = receive(request)), { lookEveryMs: 20 });
    const answer = await text(await begin());
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"detail":"the request did not arrive in time"');
    await expect(received).rejects.toThrow('closed before');
  });

  it('may take longer than other requests', async () => {
    await start(receive, { requestTimeout: 20 });
    const late = once(app.server, 'clientError');
    const socket = await begin();
    await late;
    socket.write(CONTENT + END);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 200 .*received 1$/s);
    socket.destroy();
  });

  it('that is answered before it is there is read to its end', async () => {
    await start(async () => 'enough', {});
    const socket = await begin();
    const [first] = (await once(socket, 'data')) as [Buffer];
    socket.write(CONTENT + END);
    socket.write('GET /next HTTP/1.1\r\nHost: x\r\n\r\n');
    const [second] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1.1 200 /);
    expect(second.toString()).toMatch(/^HTTP\/1.1 404 /);
    socket.destroy();
  });

  it('that is answered before it is there is ended where it does not come to its end', async () => {
    await start(async () => 'enough', { lookEveryMs: 20 });
    expect(await text(await begin())).toMatch(/^HTTP\/1.1 200 .*enough$/s);
  });
});
