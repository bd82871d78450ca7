import dns from 'node:dns';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { httpSettings, readConfig } from '../config/index.js';
import { openApiInfo } from '../http/index.js';
import { createLogger } from '../logging/index.js';
import { startApp, type App } from './start-app.js';

let app: App;
afterEach(() => app.stop());

async function start(host: string): Promise<URL> {
  const config = readConfig(httpSettings, { HOST: host, PORT: '0' });
  const options = { name: 'test', config, logger: createLogger('test', 'silent'), needs: [] };
  app = await startApp(options, async () => ({ imports: [], openapi: openApiInfo('Test') }));
  return new URL(app.url);
}
const hasIpv6 = Object.values(networkInterfaces()).some(list => list?.some(({ address }) => address === '::1'));

describe('an app', () => {
  it.each(['127.0.0.1', '127.0.0.2'])('listens on %s, and says so', async host => {
    const url = await start(host);
    expect(url.hostname).toBe(host);
    expect((await fetch(new URL('/health/live', url))).status).toBe(200);
  });

  it('listens on one address where it is told localhost, though that has two', async () => {
    const both = [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ];
    const { lookup } = dns;
    const resolving = jest.spyOn(dns, 'lookup').mockImplementation(((...asked: Parameters<typeof lookup>) => {
      const [host, , done] = asked as readonly unknown[] as readonly [
        string,
        object,
        (error: null, all: object) => void,
      ];
      return host === 'localhost' && done !== undefined ? process.nextTick(done, null, both) : lookup(...asked);
    }) as typeof lookup);
    const { hostname, port } = await start('localhost');
    expect(hostname).toBe('127.0.0.1');
    await expect(once(connect(Number(port), '::1'), 'connect')).rejects.toThrow();
    resolving.mockRestore();
  });

  // A machine without IPv6 says that it was skipped.
  (hasIpv6 ? it : it.skip)('listens on ::1, and says so', async () => {
    const url = await start('::1');
    expect(url.hostname).toBe('[::1]');
    expect((await fetch(new URL('/health/live', url))).status).toBe(200);
  });

  it('is ready until it stops', async () => {
    await start('127.0.0.1');
    expect(await app.ready()).toBe(true);
    await app.stop();
    expect(await app.ready()).toBe(false);
  });
});
