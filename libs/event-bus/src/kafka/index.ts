export { KafkaBus, type OpenKafkaBusOptions } from './kafka-bus.js';
export { KafkaPartitions, type OpenKafkaPartitionsOptions } from './kafka-partitions.js';
