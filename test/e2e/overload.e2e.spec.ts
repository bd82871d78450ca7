import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CommandApiModule, writeProblemTranslations } from '@touchstream/command-api';
import { CommandService } from '@touchstream/command-service';
import { SqliteEventStore, START, type EventStore } from '@touchstream/event-store';
import { uuidv7 } from '@touchstream/events';
import { commandMetrics, createHttpApp, createLogger, createRegistry, type Registry } from '@touchstream/platform';
import { Client, type Answer, type CommandAnswer } from '../fixtures/client.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

/** As many as a server takes at a time, and more. */
const TAKEN = 64;
const SENT = 100;

class WriteSide {}

describe('when commands come faster than the event store takes them', () => {
  let folder: string;
  let store: SqliteEventStore;
  let registry: Registry;
  let app: NestFastifyApplication;
  let client: Client;
  /** Lets the appends go on that came so far, and all later ones. */
  let letGo: () => void;

  beforeEach(async () => {
    folder = await temporaryFolder();
    store = await SqliteEventStore.open({ path: join(folder, 'events.db') });
    const open = new Promise<void>(resolve => (letGo = resolve));
    const slow: EventStore = {
      append: async (...append) => {
        await open;
        return store.append(...append);
      },
      readStream: (...read) => store.readStream(...read),
      readFeed: (...read) => store.readFeed(...read),
      subscribe: (...read) => store.subscribe(...read),
      head: () => store.head(),
      ping: () => store.ping(),
      close: () => store.close(),
    };
    registry = createRegistry('write-side');
    const logger = createLogger('write-side', 'error');
    const service = new CommandService({ store: slow });
    app = await createHttpApp({
      module: {
        module: WriteSide,
        imports: [
          CommandApiModule.with({
            service,
            tenantId: 'main',
            uploadsLimit: 2 ** 30,
            metrics: commandMetrics(registry),
            logger,
          }),
        ],
      },
      logger,
      registry,
      openapi: { info: { title: 'Write side', version: '0', description: '' } },
      translations: writeProblemTranslations,
    });
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    client = new Client(`http://127.0.0.1:${port}`);
  });
  afterEach(async () => {
    letGo();
    await app.close();
    await store.close();
    await removeFolder(folder);
  });

  it('as many as it can answer in time are taken, and the others when they come again; none is lost or doubled', async () => {
    const keys = Array.from({ length: SENT }, () => uuidv7());
    const register = (key: string) => client.post('/v1/customers', { kind: 'business', name: 'Acme' }, { key });
    const turnedAway: Answer<CommandAnswer>[] = [];
    let tell: () => void;
    const allTurnedAway = new Promise<void>(resolve => (tell = resolve));
    const first = keys.map(async key => {
      const answer = await register(key);
      if (answer.status === 503) turnedAway.push(answer);
      if (turnedAway.length === SENT - TAKEN) tell();
      return answer;
    });
    await allTurnedAway;
    for (const { status, headers, body } of turnedAway) {
      expect({ status, body }).toMatchObject({ status: 503, body: { type: '/problems/overloaded', status: 503 } });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await store.head()).toBe(START);
    expect((await client.get('/docs/')).status).toBe(200);

    letGo();
    const answers = await Promise.all(first);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(TAKEN);

    for (const [at, key] of keys.entries()) {
      const before = answers[at]!;
      const again = await register(key);
      const wasTaken = before.status === 201;
      expect(again.status).toBe(201);
      expect(again.headers.get('idempotency-replayed')).toBe(wasTaken ? 'true' : null);
      expect(again.body).toEqual(wasTaken ? before.body : again.body);
    }
    const { events } = await store.readFeed({ after: START, limit: 1_000 });
    const registered = events.filter(({ type }) => type === 'customer.registered');
    expect(registered).toHaveLength(SENT);
    expect(new Set(registered.map(({ stream }) => stream)).size).toBe(SENT);
    expect(await registry.metrics()).toMatch(
      new RegExp(`^touchstream_http_turned_away_total\\{.*\\} ${SENT - TAKEN}$`, 'm'),
    );
  });
});
