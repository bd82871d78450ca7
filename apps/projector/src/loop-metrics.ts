import { lifeStates, type ConsumerStatus, type LifeStatus, type RelayStatus } from '@touchstream/projections';
import { Counter, Gauge, type Registry } from '@touchstream/platform';

/** Measures whether the loops of this process live. One that hangs cannot say so: its heartbeat grows old. */
export function loopMetrics(
  registry: Registry,
  loops: () => readonly (LifeStatus & { readonly loop: string })[],
): void {
  registry.registerMetric(
    new Gauge({
      name: 'touchstream_loop_heartbeat_age_seconds',
      help: 'Time since the loop last did something or found nothing to do; grows where it hangs, waits to retry, or stands still',
      labelNames: ['loop'],
      registers: [],
      collect() {
        this.reset();
        for (const { loop, heartbeatAt } of loops())
          this.set({ loop }, Math.max(0, (Date.now() - Date.parse(heartbeatAt)) / 1000));
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'touchstream_loop_state',
      help: '1 for the state that the loop is in, 0 for the others',
      labelNames: ['loop', 'state'],
      registers: [],
      collect() {
        this.reset();
        for (const { loop, state: now } of loops())
          for (const state of lifeStates) this.set({ loop, state }, state === now ? 1 : 0);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'touchstream_loop_failed_attempts',
      help: 'Attempts that failed since something last succeeded',
      labelNames: ['loop'],
      registers: [],
      collect() {
        this.reset();
        for (const { loop, attempts } of loops()) this.set({ loop }, attempts);
      },
    }),
  );
}

type Consumers = 'relay' | 'reactor';

/** Measures how far a reader of the feed is. While another process does its work, that one tells. */
function consumerMetrics(registry: Registry, consumer: Consumers, status: () => ConsumerStatus): void {
  const gauge = (name: string, help: string, value: (status: ConsumerStatus) => number) =>
    new Gauge({
      name: `touchstream_${consumer}_${name}`,
      help,
      registers: [registry],
      collect() {
        const now = status();
        if (now.state === 'standby' || now.position === undefined) this.remove();
        else this.set(value(now));
      },
    });
  gauge('lag_events', `Feed positions that the ${consumer} is behind the head`, ({ lagEvents }) => lagEvents);
  gauge(
    'lag_seconds',
    `While the ${consumer} is behind, the age of the last event it has taken in: it is at most so late; 0 when caught up`,
    ({ lagSeconds }) => lagSeconds,
  );
  gauge('skipped_events', `Events that the ${consumer} had to leave out, ever`, ({ skipped }) => skipped.events);
}

/** Measures the relay. */
export function relayMetrics(registry: Registry, status: () => RelayStatus): void {
  consumerMetrics(registry, 'relay', status);
  registry.registerMetric(
    new Counter({
      name: 'touchstream_relay_published_messages_total',
      help: 'Messages that the bus has answered for',
      registers: [],
      collect() {
        this.reset();
        this.inc(status().published);
      },
    }),
  );
}

/** Measures the reactor. */
export const reactorMetrics = (registry: Registry, status: () => ConsumerStatus): void =>
  consumerMetrics(registry, 'reactor', status);
