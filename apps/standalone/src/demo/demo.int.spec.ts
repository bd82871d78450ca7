import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandService } from '@touchstream/command-service';
import { openEventBus } from '@touchstream/event-bus';
import { EventStoreUnavailable, openEventStore, START, type EventStore } from '@touchstream/event-store';
import {
  bytesOf,
  decode,
  type Envelope,
  type EventData,
  type EventEnvelope,
  type EventType,
  type StoredJson,
} from '@touchstream/events';
import { createLogger, createRegistry } from '@touchstream/platform';
import { Projector } from '@touchstream/projector';
import { openViewStore, type ViewStore } from '@touchstream/view-store';
import { customer360, views } from '@touchstream/views';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { publishDefaultProcess } from '@touchstream/command-api';
import { isDemoDue, loadDemo } from './index.js';
import { carryOut } from './load.js';
import { demoPlan } from './plan/plan.js';

const tenantId = 'default';
const LONG_MS = 300_000;

const feedOf = async (store: EventStore) => {
  const { events, caughtUp } = await store.readFeed({ after: START, limit: 10_000 });
  if (caughtUp) return events;
  const rest = await store.readFeed({ after: events.at(-1)!.position, limit: 10_000 });
  expect(rest.caughtUp).toBe(true);
  return [...events, ...rest.events];
};

const parsed = (json: StoredJson): unknown => JSON.parse(Buffer.from(bytesOf(json)).toString());

/** What stands in each stream, but for when and where in the feed it was taken. */
/** By stream. A command that was interrupted after its claim claims anew: a claim counts once. */
async function streamsOf(store: EventStore): Promise<Map<string, unknown[]>> {
  const streams = new Map<string, unknown[]>();
  for (const { stream, id, type, revision, data, metadata } of await feedOf(store)) {
    if (type === 'claim.made' && streams.has(stream)) continue;
    const line = [revision, id, type, parsed(data), parsed(metadata)];
    streams.set(stream, [...(streams.get(stream) ?? []), line]);
  }
  return streams;
}

/** The store, but for a power cut after so many appends. */
function cutOff(store: EventStore, appends: number): EventStore {
  let left = appends;
  return new Proxy(store, {
    get(target, name: keyof EventStore) {
      if (name === 'append' && (left -= 1) < 0)
        return () => Promise.reject(new EventStoreUnavailable('the power is gone'));
      return (target[name] as (...args: never[]) => unknown).bind(target);
    },
  });
}

describe('the sample company', () => {
  let folder: string;
  let eventStore: EventStore;
  let viewStore: ViewStore;
  let stop: () => Promise<void>;
  let events: Envelope[];
  const written: string[] = [];

  const open = async (name: string) => {
    const store = await openEventStore(`sqlite:${join(folder, name)}.db`);
    await publishDefaultProcess(new CommandService({ store }), tenantId);
    return store;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'demo-'));
    eventStore = await open('events');
    viewStore = await openViewStore(`sqlite:${join(folder, 'views.db')}`);
    const eventBus = await openEventBus(`log:${join(folder, 'bus')}`);
    const [logger, registry] = [createLogger('demo', 'silent'), createRegistry('demo')];
    const commands = new CommandService({ store: eventStore });
    const ports = { eventStore, viewStore, eventBus, commands };
    const projector = new Projector({ ...ports, logger, registry, personalTopics: [] });
    projector.start();
    stop = async () => {
      await projector.stop();
      await Promise.all([eventBus.close(), viewStore.close(), eventStore.close()]);
    };
    expect(await isDemoDue(eventStore, tenantId)).toBe(true);
    await loadDemo({ eventStore, projector, tenantId, output: { write: text => written.push(text) } });
    events = (await feedOf(eventStore)).map(decode);
  }, LONG_MS);

  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  const of = <T extends EventType>(type: T) => events.filter((one): one is EventEnvelope<T> => one.type === type);
  const dataOf = <T extends EventType>(type: T): Readonly<EventData<T>>[] =>
    of(type).map(({ data }) => data as EventData<T>);
  const count = (type: EventType) => of(type).length;
  const customers = () => dataOf('customer.registered');

  it('has some 200 customers of every kind, and some ten thousand events', () => {
    expect(customers().length).toBeGreaterThanOrEqual(200);
    expect(customers().length).toBeLessThan(230);
    expect(new Set(customers().map(({ kind }) => kind))).toEqual(
      new Set(['business', 'person', 'household', 'partner']),
    );
    expect(events.length).toBeGreaterThan(8_000);
    expect(events.length).toBeLessThan(12_000);
    expect(written).toEqual([
      expect.stringMatching(/^Loading the sample company: \d,\d{3} steps\n$/),
      'The sample company is loaded.\n',
    ]);
  });

  it('has names in many scripts', () => {
    const names = customers()
      .map(({ name }) => name)
      .join(' ');
    const people = dataOf('contact.registered')
      .map(({ name }) => name)
      .join(' ');
    for (const script of ['Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Han', 'Hangul', 'Latin']) {
      expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
      expect(people).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
    }
    expect(names).toMatch(/\p{Script=Hiragana}/u);
    expect(names).toMatch(/\p{Script=Katakana}/u);
    expect(names).toMatch(/[ÄÖÜäöüßéèñçåøłŚăễ]/u);
  });

  it('has numbers that are valid in their countries, and mail that reaches nobody', () => {
    for (const { phones, country } of customers())
      for (const phone of phones) {
        const number = parsePhoneNumberFromString(phone);
        expect({ phone, country: number?.country, valid: number?.isValid() }).toEqual({ phone, country, valid: true });
      }
    const channels = dataOf('contact.channel-added');
    const mails = channels.filter(({ type }) => type === 'email').map(({ normalised }) => normalised);
    const numbers = channels.filter(({ type }) => type !== 'email').map(({ normalised }) => normalised);
    for (const number of numbers) expect(parsePhoneNumberFromString(number)?.isValid()).toBe(true);
    for (const mail of [...mails, ...customers().map(({ email }) => email)])
      expect(mail).toMatch(/(@example\.org|\.example)$/);
  });

  it('lies within its two years, some of it entered late', () => {
    const begins = '2024-07-01T00:00:00.000Z';
    const story = events.filter(({ type }) => type !== 'sales-process.published');
    for (const { occurredAt } of story) {
      expect(occurredAt >= begins).toBe(true);
      expect(occurredAt <= '2026-06-30T16:00:00.000Z').toBe(true);
    }
    expect(story.some(({ occurredAt }) => occurredAt.startsWith('2024-07'))).toBe(true);
    expect(story.some(({ occurredAt }) => occurredAt.startsWith('2026-06'))).toBe(true);
    let newest = begins;
    let late = 0;
    for (const { type, occurredAt } of story) {
      if (occurredAt > newest) newest = occurredAt;
      const days = (Date.parse(newest) - Date.parse(occurredAt)) / 86_400_000;
      if ((type === 'interaction.logged' || type === 'call.offered') && days > 1) late += 1;
    }
    expect(late).toBeGreaterThan(20);
  });

  it('has deals in every stage and of every end', () => {
    const stageOf = new Map<string, string>();
    for (const { data } of of('opportunity.opened')) stageOf.set(data.opportunityId, data.stageId);
    for (const { type, data } of events)
      if (type.startsWith('opportunity.') && Object.hasOwn(data as object, 'toOrder')) {
        const { opportunityId, to } = data as { opportunityId: string; to: string };
        stageOf.set(opportunityId, to);
      }
    const deals = new Map<string, number>();
    for (const stage of stageOf.values()) deals.set(stage, (deals.get(stage) ?? 0) + 1);
    for (const stage of ['qualification', 'needs-analysis', 'proposal', 'negotiation'])
      expect({ stage, enough: deals.get(stage)! >= 3 }).toEqual({ stage, enough: true });
    expect(deals.get('won')).toBeGreaterThan(40);
    expect(deals.get('lost')).toBeGreaterThan(25);
    for (const type of ['abandoned', 'reopened', 'stalled', 'transferred', 'next-step-set'] as const)
      expect({ type, happens: count(`opportunity.${type}`) > 0 }).toEqual({ type, happens: true });
    const currencies = dataOf('opportunity.opened').map(({ amount }) => amount.currency);
    expect(new Set(currencies)).toEqual(new Set(['EUR', 'USD', 'GBP', 'JPY', 'CNY']));
  });

  it.each<EventType>([
    'customer.became-dormant',
    'customer.reengaged',
    'customer.churned',
    'customer.won-back',
    'customer.archived',
    'customer.parent-set',
    'customer.tier-changed',
    'customer.credit-hold-placed',
    'customer.credit-hold-released',
    'portfolio.handed-over',
    'contact.departed',
    'product.retired',
    'price-book.price-changed',
    'quote.approval-requested',
    'quote.approval-rejected',
    'quote.revised',
    'quote.accepted',
    'quote.rejected',
    'quote.expired',
    'quote.withdrawn',
    'quote.line-changed',
    'order.held',
    'order.released',
    'order.cancelled',
    'order.amended',
    'order.completed',
    'order.payment-overdue',
    'order.credit-note-mirrored',
    'case.reopened',
    'case.escalated',
    'complaint.upheld',
    'complaint.not-upheld',
    'complaint.redress-refused',
    'complaint.referred-externally',
    'complaint.corrective-action-completed',
    'call.missed',
    'call.abandoned',
    'call.callback-made',
    'call.transferred',
    'call.wrapped-up',
    'interaction.web-visit-recorded',
    'interaction.visitor-identified',
    'interaction.corrected',
    'interaction.document-attached',
  ])('has %s among its events', type => {
    expect(count(type)).toBeGreaterThan(0);
  });

  it('bills what was ordered, to the cent', () => {
    const ordered = new Map(dataOf('order.placed').map(({ orderId, totals }) => [orderId, totals]));
    const bills = dataOf('order.invoice-mirrored');
    expect(bills.length).toBeGreaterThan(80);
    for (const { orderId, net, tax, total } of bills) expect(ordered.get(orderId)).toMatchObject({ net, tax, total });
    expect(count('call.ended')).toBeGreaterThan(count('call.wrapped-up'));
  });

  it('has the customers that documentation quotes', () => {
    const codes = customers().map(({ code }) => code);
    for (const name of 'ACME ACME-WEST QINGYUN MUELLER SAKURA NOOR AEGEAN LINDQVIST SHARMA TEMPEST'.split(' '))
      expect(codes).toContain(`C-${name}`);
    const numbers = dataOf('quote.drafted').map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toContain('Q-2025-0001');
  });

  it('is in the views, with nothing parked, when it is loaded', async () => {
    const page = await viewStore.find(customer360, { where: [], limit: 1_000 });
    expect(page.items).toHaveLength(customers().length);
    for (const { name } of views) {
      const [generation] = await viewStore.generations(name);
      expect(await viewStore.parked(generation!, { limit: 10 })).toEqual([]);
    }
  });

  it(
    'adds nothing when it is loaded again',
    async () => {
      expect(await isDemoDue(eventStore, tenantId)).toBe(false);
      const head = await eventStore.head();
      await carryOut(demoPlan(tenantId), { eventStore, tenantId });
      expect(await eventStore.head()).toBe(head);
    },
    LONG_MS,
  );

  it(
    'is the same elsewhere, and whole after interruptions',
    async () => {
      const other = await open('elsewhere');
      const plan = demoPlan(tenantId);
      for (const appends of [1, 2_000, 4_000]) {
        expect(await isDemoDue(other, tenantId)).toBe(true);
        const loading = carryOut(plan, { eventStore: cutOff(other, appends), tenantId });
        await expect(loading).rejects.toThrow(/failed$/);
      }
      await carryOut(plan, { eventStore: other, tenantId });
      expect(await isDemoDue(other, tenantId)).toBe(false);
      const [ours, theirs] = [await streamsOf(eventStore), await streamsOf(other)];
      expect([...theirs.keys()].sort()).toEqual([...ours.keys()].sort());
      for (const [stream, lines] of ours) expect(theirs.get(stream)).toEqual(lines);
      await other.close();
    },
    LONG_MS,
  );

  it('is not loaded where somebody has begun without it', async () => {
    const store = await open('own');
    expect(await isDemoDue(store, tenantId)).toBe(true);
    const [foreign] = demoPlan('another-tenant');
    await carryOut([foreign!], { eventStore: store, tenantId: 'another-tenant' });
    expect(await isDemoDue(store, tenantId)).toBe(false);
    await store.close();
  });
});
