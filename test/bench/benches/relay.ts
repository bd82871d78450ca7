import { alternate } from '../framework/alternate.js';
import type { Bench } from '../framework/bench.js';
import { ratio } from '../framework/statistics.js';
import { kafkaBrokers, PARTITIONS } from '../system/kafka.js';
import type { open as openBare } from '../base/bare-sends.side.js';
import type { open as openRelay } from '../sides/relay.side.js';

const sizes = {
  smoke: { events: 500 },
  moderate: { events: 20_000 },
  full: { events: 100_000 },
};
/** Messages a call: as many as the relay takes from the feed at a time. */
const BATCH = 1_000;

export const relay: Bench = {
  name: 'relay',
  figure: 'messages/s of the relay (feed, translation, Kafka, checkpoint) ÷ bare kafkajs sending the same batches',
  bar: 0.8,
  direction: 'at least',
  async run(lab) {
    const brokers = kafkaBrokers();
    const { events } = lab.sized(sizes);
    const all = events * (lab.rounds + lab.warmUps);
    const ours = await lab.side<typeof openRelay>(new URL('../sides/relay.side.js', import.meta.url), {
      folder: await lab.folder(),
      brokers,
      events: all,
    });
    const bare = await lab.side<typeof openBare>(new URL('../base/bare-sends.side.js', import.meta.url), {
      brokers,
      events: all,
      batch: BATCH,
    });
    const measured = await alternate(lab, { ours: () => ours.round(events), base: () => bare.round(events) });
    const series = (values: readonly number[]) => ({ values, unit: 'messages/s' });
    const notes = [
      `rounds of ${events} events in batches of ${BATCH}, ${PARTITIONS} partitions a topic, acks of all replicas; the base has its messages before the clock starts`,
    ];
    return {
      figure: ratio(series(measured.ours), series(measured.base)),
      ours: series(measured.ours),
      base: series(measured.base),
      notes,
    };
  },
};
