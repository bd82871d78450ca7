import { once } from 'node:events';
import type { EventBus, OtherTopic } from '@touchstream/event-bus';
import { observed } from '../group/observer.js';
import { Life } from '../life/index.js';
import { publicTopics } from './public-event.js';

/** Between two attempts, in milliseconds. */
const BACKOFF = { firstMs: 100, mostMs: 30_000 };

/**
 * Has the bus make all topics of the public feed as soon as it can, whatever there is to publish: a subscriber that comes first finds them, and
 * has no broker make them otherwise.
 */
export class Preparation {
  private readonly life: Life;

  constructor(bus: EventBus, onOther?: (topics: readonly OtherTopic[]) => void) {
    this.life = new Life({
      run: async signal => {
        const others = await bus.prepare(publicTopics);
        if (others.length > 0) observed(() => onOther?.(others));
        if (!signal.aborted) await once(signal, 'abort');
      },
      backoff: BACKOFF,
      onState: () => undefined,
    });
  }

  start(): void {
    this.life.start();
  }

  async stop(): Promise<void> {
    await this.life.stop();
  }
}
