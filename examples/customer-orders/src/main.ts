#!/usr/bin/env node
import { startService } from './service.js';

const {
  KAFKA_BROKERS,
  TOPIC_PREFIX = '',
  GROUP = 'customer-orders',
  DATA = './customer-orders.db',
  PORT = '3100',
} = process.env;

if (KAFKA_BROKERS === undefined) {
  console.error('KAFKA_BROKERS must be set: host:port,host:port');
  process.exit(78);
}
const service = await startService({
  brokers: KAFKA_BROKERS.split(','),
  topicPrefix: TOPIC_PREFIX,
  group: GROUP,
  path: DATA,
  port: Number(PORT),
  log: line => console.error(line),
});
console.log(`listening on ${service.url}`);
const stop = () => void service.stop().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
