import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '@touchstream/platform';
import { enginesOfViews, projectorSettings, sharingOf, sharingSettings } from './settings.js';

const given = (env: Readonly<Record<string, string>>, eventBusUrl = 'kafka://127.0.0.1:1') => {
  const closings: (() => Promise<void>)[] = [];
  const sharing = sharingOf(readConfig(sharingSettings, env), { eventBusUrl, onStop: close => closings.push(close) });
  return { sharing, closings };
};

describe('the settings of sharing', () => {
  it('divide the views by default, under a holder that is never the same', () => {
    const [one, other] = [given({}).sharing, given({}).sharing];
    expect(one).toEqual({ holder: expect.any(String), leaseMs: 15_000, groups: 4 });
    expect(one.holder).not.toBe(other.holder);
  });

  it('let them follow Kafka, with a partition for each part', async () => {
    const { sharing, closings } = given({ VIEW_FEED: 'kafka', VIEW_GROUPS: '6', LEASE_SECONDS: '3' });
    expect(sharing.topic?.partitions).toBe(6);
    expect(closings).toHaveLength(1);
    await Promise.all(closings.map(close => close()));
  });

  it.each([
    [{ VIEW_FEED: 'kafka' }, 'log:./data/bus', 'VIEW_FEED is kafka, and EVENT_BUS_URL is not'],
    [{ VIEW_FEED: 'rabbit' }, 'kafka://127.0.0.1:1', 'VIEW_FEED is wrong'],
    [{ VIEW_GROUPS: '0' }, 'kafka://127.0.0.1:1', 'VIEW_GROUPS is wrong'],
    [{ LEASE_SECONDS: '1' }, 'kafka://127.0.0.1:1', 'LEASE_SECONDS is wrong'],
  ])('%j on %s are refused', (env, eventBusUrl, words) => {
    expect(() => given(env, eventBusUrl)).toThrow(ConfigError);
    expect(() => given(env, eventBusUrl)).toThrow(words);
  });
});

describe('the engines that views are kept with', () => {
  it.each([
    ['event-store', ['event-store', 'view-store']],
    ['kafka', ['event-store', 'view-store', 'event-bus']],
  ] as const)('where they follow %s are %j', (viewFeed, engines) => {
    expect(enginesOfViews({ viewFeed })).toEqual(engines);
  });
});

describe('the setting of what is granted', () => {
  const granted = (text: string) =>
    readConfig({ personalTopics: projectorSettings.personalTopics }, { PERSONAL_TOPICS: text });

  it('names public topics', () => {
    expect(granted('')).toEqual({ personalTopics: [] });
    expect(granted('crm.sales.v1, crm.field.v1')).toEqual({ personalTopics: ['crm.sales.v1', 'crm.field.v1'] });
  });

  it.each(['crm.sale.v1', 'crm.sales.v1 crm.field.v1', 'crm.operations.v1'])('may not be %s', text => {
    expect(() => granted(text)).toThrow(ConfigError);
    expect(() => granted(text)).toThrow('PERSONAL_TOPICS is wrong: it must name some of crm.customer.v1');
  });
});
