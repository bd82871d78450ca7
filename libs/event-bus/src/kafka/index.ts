export { KafkaBus, type OpenKafkaBusOptions } from './kafka-bus.js';
export { KafkaPartitions, type OpenKafkaPartitionsOptions } from './kafka-partitions.js';
export { kafkaSettings, type KafkaSettings } from './kafka-url.js';
export type { Timing as KafkaTiming } from './timing.js';
