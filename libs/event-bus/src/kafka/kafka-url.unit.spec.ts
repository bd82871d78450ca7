import { describe, expect, it } from '@jest/globals';
import { kafkaSettings } from './kafka-url.js';

describe('the URL of a Kafka cluster', () => {
  it('names brokers, and takes the rest from what is usual', () => {
    expect(kafkaSettings('kafka://one,two.example:19092')).toEqual({
      brokers: ['one:9092', 'two.example:19092'],
      ssl: false,
      clientId: 'touchstream',
      topicPrefix: '',
      partitions: 12,
      replicationFactor: -1,
      timeoutMs: 7000,
    });
  });

  it('says everything else too', () => {
    const options =
      'ssl=true&sasl=scram-sha-512&clientId=crm-1&topicPrefix=staging.&partitions=48&replicationFactor=3&timeoutMs=900';
    expect(kafkaSettings(`kafka://crm:p%40ss%3Aword@one:9093,two:9093/?${options}`)).toEqual({
      brokers: ['one:9093', 'two:9093'],
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'crm', password: 'p@ss:word' },
      clientId: 'crm-1',
      topicPrefix: 'staging.',
      partitions: 48,
      replicationFactor: 3,
      timeoutMs: 900,
    });
    expect(kafkaSettings('kafka://a:b:c@one').sasl).toEqual({ mechanism: 'plain', username: 'a', password: 'b:c' });
  });

  it.each([
    ['kafka:', 'must be kafka://'],
    ['kafka://', 'must be kafka://'],
    ['kafka://one:port', 'brokers must be'],
    ['kafka://one,,two', 'brokers must be'],
    ['kafka://s3cret@one', 'credentials must be user:password'],
    ['kafka://user:s3cret%@one', 'percent-encoded'],
    ['kafka://one/?sasl=plain', 'sasl needs user:password@'],
    ['kafka://user:s3cret@one/?sasl=gssapi', 'option sasl must match'],
    ['kafka://user:s3cret@one/?partitions=0', 'option partitions must match'],
    ['kafka://user:s3cret@one/?retries=7', 'unknown option "retries"'],
    ['kafka://user:s3cret@one/?ssl=true&pass-s3cret', 'unknown option; known: ssl'],
    ['kafka://user:pa?s3cret@one', 'percent-encoded'],
    ['kafka://user:pa?ssl=s3cret@one/?ssl=true', 'percent-encoded'],
  ])('%s is refused in words without its credentials', (url, words) => {
    let told = '';
    try {
      kafkaSettings(url);
    } catch (error) {
      told = (error as Error).message;
    }
    expect(told).toContain(words);
    expect(told).not.toContain('s3cret');
  });
});
