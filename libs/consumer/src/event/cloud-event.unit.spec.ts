import { describe, expect, it } from '@jest/globals';
import { fromKafka, NotAPublicEvent, type KafkaRecord } from './cloud-event.js';
import { is } from './public-event.js';

const headers = {
  ce_specversion: '1.0',
  ce_id: '0197f000-0000-7000-8000-00000000000a',
  ce_type: 'crm.order.placed.v1',
  ce_source: '/touchstream/m%C3%A4in',
  ce_time: '2026-03-01T10:00:00.000Z',
  ce_subject: 'order-o1',
  'content-type': 'application/json',
  ce_schemaversion: '1',
  ce_streamrevision: '3',
  ce_position: '9007199254740993',
  ce_recordedat: '2026-03-01T10:00:01.000Z',
  ce_correlationid: 'correlation',
  ce_causationid: 'cause',
  ce_commandid: 'command',
  ce_channel: 'phone',
  ce_importid: 'i1',
  ce_customerid: 'c1',
  ce_actorkind: 'user',
  ce_traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};
const record = (over: Record<string, string | undefined> = {}, value = '{"orderId":"o1"}'): KafkaRecord => ({
  key: Buffer.from('c1'),
  value: Buffer.from(value),
  headers: Object.fromEntries(
    Object.entries({ ...headers, ...over }).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, Buffer.from(text)]],
    ),
  ),
});

describe('a Kafka message in binary content mode', () => {
  it('is read as a public event', () => {
    const event = fromKafka(record());
    expect(event).toEqual({
      id: headers.ce_id,
      type: 'crm.order.placed.v1',
      schemaVersion: 1,
      tenantId: 'mäin',
      key: 'c1',
      customerId: 'c1',
      stream: 'order-o1',
      revision: 3,
      previous: 2,
      position: 9007199254740993n,
      time: headers.ce_time,
      recordedAt: headers.ce_recordedat,
      correlationId: 'correlation',
      causationId: 'cause',
      commandId: 'command',
      channel: 'phone',
      importId: 'i1',
      actorKind: 'user',
      traceparent: headers.ce_traceparent,
      data: { orderId: 'o1' },
    });
    expect(is(event, 'order.placed')).toBe(true);
    expect(is(event, 'order.cancelled')).toBe(false);
    const orderId = is(event, 'order.placed') ? event.data.orderId : undefined;
    expect(orderId).toBe('o1');
  });

  it('may lack what is optional, and say which event went before under its key', () => {
    const names = ['customerid', 'causationid', 'commandid', 'channel', 'importid', 'traceparent'];
    const few = Object.fromEntries(names.map(name => [`ce_${name}`, undefined]));
    const event = fromKafka(record({ ...few, ce_previousrevision: '-1' }));
    expect(event.previous).toBe(-1);
    for (const name of ['customerId', 'causationId', 'commandId', 'channel', 'importId', 'traceparent'])
      expect(event).not.toHaveProperty(name);
  });

  it.each([
    [{ ce_id: undefined }, 'it has no attribute id'],
    [{ ce_specversion: '2.0' }, 'its attribute specversion is wrong'],
    [{ ce_type: 'crm.order.placed' }, 'its attribute type is wrong'],
    [{ ce_source: '/elsewhere' }, 'its attribute source is wrong'],
    [{ ce_source: '/touchstream/%ff' }, 'its attribute source is wrong'],
    [{ ce_subject: '' }, 'it has no attribute subject'],
    [{ ce_streamrevision: '-1' }, 'its attribute streamrevision is wrong'],
    [{ ce_previousrevision: '3' }, 'its attribute previousrevision is wrong'],
    [{ ce_position: 'x' }, 'its attribute position is wrong'],
  ])('is none with %j', (over, words) => {
    expect(() => fromKafka(record(over))).toThrow(new NotAPublicEvent(words));
  });

  it.each(['', '{', '[]', 'null', '"text"'])('is none with the value %j', value => {
    expect(() => fromKafka(record({}, value))).toThrow(NotAPublicEvent);
  });

  it('is none without value, key or headers', () => {
    expect(() => fromKafka({ key: null, value: null })).toThrow('it has no value');
    expect(fromKafka({ ...record(), key: null }).key).toBe('');
    expect(() => fromKafka({ ...record(), headers: {} })).toThrow('it has no attribute specversion');
  });

  it('says nothing of its values when it is none', () => {
    expect(() => fromKafka(record({ ce_type: 'Erika Mustermann' }, '{"name":"Erika"}'))).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('Erika') }),
    );
  });
});
