import { describe, expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { Frames, messageOfFrame } from './frames.js';

const attributes = {
  specversion: '1.0',
  id: 'e1',
  type: 'crm.sales-process.published.v1',
  source: '/touchstream/main',
  time: '2026-03-01T10:00:00.000Z',
  subject: 'sales-process-a-b',
  schemaversion: '1',
  streamrevision: '0',
  position: '17',
  recordedat: '2026-03-01T10:00:01.000Z',
  correlationid: 'c',
  actorkind: 'user',
  datacontenttype: 'application/json',
};
const data = JSON.stringify({ ...attributes, data: { name: 'Ω 王 🙂: a' } });
const stream = `: connected\n\nid: 17\nevent: ${attributes.type}\ndata: ${data}\n\n: alive\n\nid: 18\ndata: {\n\nid: x\ndata: {}\n\n`;

describe('server-sent events', () => {
  it('are the same however the stream is cut', () => {
    const whole = new Frames().take(stream);
    expect(whole).toEqual([
      { id: 17n, data },
      { id: 18n, data: '{' },
    ]);
    assert(
      property(integer({ min: 1, max: 40 }), size => {
        const frames = new Frames();
        const cut = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
          frames.take(stream.slice(at * size, (at + 1) * size)),
        );
        expect(cut.flat()).toEqual(whole);
      }),
    );
  });

  it('are messages at their positions, with the key that they have on Kafka', () => {
    expect(messageOfFrame({ id: 17n, data })).toMatchObject({
      key: 'a-b',
      place: { topic: 'http', partition: 0, offset: 17n },
      event: { id: 'e1', key: 'a-b', stream: 'sales-process-a-b', revision: 0, data: { name: 'Ω 王 🙂: a' } },
    });
    const ofCustomer = JSON.stringify({ ...attributes, customerid: 'c1', data: {} });
    expect(messageOfFrame({ id: 17n, data: ofCustomer })).toMatchObject({ key: 'c1', event: { customerId: 'c1' } });
  });

  it('are told apart from what is no event', () => {
    expect(messageOfFrame({ id: 1n, data: '{' })).toMatchObject({ unfit: 'its data is no JSON object' });
    expect(messageOfFrame({ id: 1n, data: 'null' })).toMatchObject({ unfit: 'its data is no JSON object' });
    expect(messageOfFrame({ id: 1n, data: '{}' })).toMatchObject({ unfit: 'it has no attribute specversion' });
  });
});
