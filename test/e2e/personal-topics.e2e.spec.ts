import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LogBus } from '@touchstream/event-bus';
import { createLogger, readConfig } from '@touchstream/platform';
import { asyncApiDocument } from '@touchstream/projections';
import { startStandalone, standaloneSettings } from '@touchstream/standalone';
import { Api, commander } from '../fixtures/api.js';
import { Client } from '../fixtures/client.js';
import { EventStream } from '../fixtures/event-stream.js';
import { settingsOf } from '../fixtures/server.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';

const SOON = { timeoutMs: 20_000 };
const PERSON = { kind: 'person', name: 'Erika Muster', country: 'DE' };

/** What the readers of the bus and those over HTTP get of a customer, and the document that describes it, by these settings. */
async function told(settings: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder();
  const config = readConfig(standaloneSettings, { ...settingsOf(folder), ...settings });
  const server = await startStandalone(config, createLogger('test', 'silent'));
  const client = new Client(server.url);
  const { events } = await commander(client, await Api.of(client))('RegisterCustomer', undefined, PERSON);
  const id = events[0]!.id;
  await server.projector.relay.whenCaughtUp(SOON);
  const bus = await LogBus.open({ path: join(folder, 'bus'), readOnly: true });
  const { messages } = await bus.read({ after: -1n, limit: 1_000 });
  await bus.close();
  const stream = await EventStream.open(`${server.url}/v1/events?from=start`);
  await stream.until(all => all.some(one => one.data['id'] === id));
  await stream.close();
  const document = await client.read('/asyncapi.json');
  await server.stop();
  await removeFolder(folder);
  const { value } = messages.find(one => one.id === id)!;
  return {
    onBus: JSON.parse(Buffer.from(value).toString('utf8')) as object,
    overHttp: stream.events.find(one => one.data['id'] === id)!.data['data'],
    document,
  };
}

const described = (personalTopics: readonly string[]) =>
  JSON.parse(JSON.stringify(asyncApiDocument({ personalTopics }))) as object;

describe('personal fields', () => {
  it('stay inside without a grant', async () => {
    const { onBus, overHttp, document } = await told({});
    expect(onBus).toMatchObject({ kind: 'person', country: 'DE' });
    expect(onBus).not.toHaveProperty('name');
    expect(overHttp).toEqual(onBus);
    expect(document).toEqual(described([]));
  });

  it('are for the readers of a topic that is granted them, not for those over HTTP', async () => {
    const { onBus, overHttp, document } = await told({ PERSONAL_TOPICS: 'crm.sales.v1, crm.customer.v1' });
    expect(onBus).toMatchObject(PERSON);
    expect(overHttp).not.toHaveProperty('name');
    expect(document).toEqual(described(['crm.sales.v1', 'crm.customer.v1']));
  });
});
