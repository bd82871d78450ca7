import type { Fault } from '../fault.js';
import { kafkaFaults } from './kafka.js';
import { kurrentDbFaults } from './kurrentdb.js';
import { mongoDbFaults } from './mongodb.js';
import { poisonFaults } from './poison.js';
import { processFaults } from './processes.js';

export const faults: readonly Fault[] = [
  ...processFaults,
  ...kurrentDbFaults,
  ...kafkaFaults,
  ...mongoDbFaults,
  ...poisonFaults,
];
