import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { asyncApiDocument } from '@touchstream/projections';
import { Api, commander } from '../fixtures/api.js';
import { EventStream } from '../fixtures/event-stream.js';
import { makeHistory } from '../fixtures/history.js';
import { TestServer } from '../fixtures/server.js';

type Data = Readonly<Record<string, unknown>>;

/** A CloudEvent in its JSON form as the message it was made of. */
function messageOf({ data: payload, datacontenttype, ...attributes }: Data) {
  const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]);
  return { headers: { ...Object.fromEntries(headers), 'content-type': datacontenttype } as Data, payload };
}

describe('the AsyncAPI document of a server', () => {
  let server: TestServer;
  let published: readonly Data[];
  let document: { readonly components: { readonly messages: Data } };

  beforeAll(async () => {
    server = await TestServer.start();
    const api = await Api.of(server.client);
    const { customerId } = await makeHistory(server.client, api, 'ASYNC');
    const last = await commander(server.client, api)('ChangeTier', customerId, { tier: 'silver', reason: 'Last' });
    const stream = await EventStream.open(`${server.url}/v1/events?from=start`);
    await stream.until(events => events.at(-1)?.data['id'] === last.events[0]!.id);
    await stream.close();
    published = stream.events.map(one => one.data);
    document = await server.client.read('/asyncapi.json');
  });
  afterAll(() => server.dispose());

  it('is that of its contracts', () => {
    expect(document).toEqual(JSON.parse(JSON.stringify(asyncApiDocument())));
  });

  it('describes what the relay really publishes', () => {
    const ajv = new Ajv({ strict: false });
    (addFormats as unknown as (to: Ajv) => void)(ajv);
    ajv.addSchema({ $id: 'asyncapi', ...document });
    const validators = new Map<string, ValidateFunction>();
    const validatorOf = (pointer: string) => {
      const validate = validators.get(pointer) ?? ajv.compile({ $ref: `asyncapi#/components/messages/${pointer}` });
      validators.set(pointer, validate);
      return validate;
    };
    const types = new Set<string>();
    for (const { headers, payload } of published.map(messageOf)) {
      const type = String(headers['ce_type']);
      types.add(type);
      for (const [part, value] of Object.entries({ headers, payload })) {
        const validate = validatorOf(`${type}/${part}`);
        expect([type, part, validate(value), validate.errors ?? []]).toEqual([type, part, true, []]);
      }
    }
    expect(types.size).toBeGreaterThan(40);
  });
});
