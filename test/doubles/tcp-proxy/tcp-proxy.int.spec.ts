import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TcpProxy } from './index.js';

describe('TcpProxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let client: Socket;
  /** Bytes that reached the server. */
  let reached: number;

  const connected = async (): Promise<Socket> => {
    const socket = connect(proxy.address);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const ended = (socket: Socket) => new Promise<void>(resolve => socket.once('close', () => resolve()));
  const echo = async (socket: Socket, text: string): Promise<string> => {
    socket.write(text);
    let answer = '';
    while (answer.length < text.length) answer += String((await once(socket, 'data'))[0]);
    return answer;
  };

  beforeEach(async () => {
    reached = 0;
    server = createServer(socket => {
      socket.on('error', () => undefined);
      socket.on('data', data => {
        reached += data.length;
        socket.write(data);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.to({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    client = await connected();
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    server.close();
    await once(server, 'close');
  });

  it('passes on what is said, both ways', async () => {
    const text = 'x'.repeat(500_000);
    expect(await echo(client, text)).toBe(text);
    expect(proxy.connections).toBe(1);
  });

  it('takes its time, both ways', async () => {
    proxy.set({ latencyMs: 50 });
    const started = performance.now();
    expect(await echo(client, 'hello')).toBe('hello');
    expect(performance.now() - started).toBeGreaterThanOrEqual(99);
  });

  it('is slow', async () => {
    proxy.set({ bytesPerSecond: 100_000 });
    const started = performance.now();
    await echo(client, 'x'.repeat(10_000));
    expect(performance.now() - started).toBeGreaterThanOrEqual(195);
  });

  it('swallows what is said and lets it through again', async () => {
    proxy.set({ blackhole: true });
    const answer = echo(client, 'hello');
    const other = await connected();
    const waited = await Promise.race([
      answer,
      echo(other, 'x'),
      new Promise(resolve => setTimeout(resolve, 50, 'none')),
    ]);
    expect([waited, reached]).toEqual(['none', 0]);
    proxy.set({});
    expect(await answer).toBe('hello');
    other.destroy();
  });

  it('cuts all connections and takes new ones', async () => {
    const closed = ended(client);
    proxy.cut();
    await closed;
    client = await connected();
    expect(await echo(client, 'again')).toBe('again');
  });

  it('cuts in the middle of what is sent', async () => {
    proxy.set({ cutAfterBytes: 1_000 });
    const closed = ended(client);
    client.write('x'.repeat(5_000));
    await closed;
    expect(reached).toBeLessThanOrEqual(1_000);
    proxy.set({});
    client = await connected();
    expect(await echo(client, 'again')).toBe('again');
  });

  it('leaves connections half open while new ones get through', async () => {
    await echo(client, 'hello');
    proxy.strand();
    const lost = echo(client, 'lost').catch(() => 'none');
    const other = await connected();
    expect(await echo(other, 'again')).toBe('again');
    expect(await Promise.race([lost, new Promise(resolve => setTimeout(resolve, 50, 'none'))])).toBe('none');
    other.destroy();
  });

  it('changes what the server says', async () => {
    const changing = await TcpProxy.to(
      { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
      () => data => Buffer.from(data.toString().replace('port 1', 'port 2')),
    );
    const socket = connect(changing.address);
    await once(socket, 'connect');
    expect(await echo(socket, 'on port 1')).toBe('on port 2');
    socket.destroy();
    await changing.close();
  });

  it('refuses connections and takes them again, at the same address', async () => {
    const { port } = proxy.address;
    const closed = ended(client);
    await proxy.refuse();
    await closed;
    const refused = connect({ host: '127.0.0.1', port });
    expect((await once(refused, 'error'))[0]).toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.accept();
    expect(proxy.address.port).toBe(port);
    client = await connected();
    expect(await echo(client, 'again')).toBe('again');
  });
});
