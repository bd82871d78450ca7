import { decodeMetadata, streamName } from '@touchstream/events';
import { START, type EventStore } from '@touchstream/event-store';
import type { Projector } from '@touchstream/projector';
import { carryOut } from './load.js';
import { demoPlan } from './plan/plan.js';
import { Progress, type ProgressOutput } from './progress.js';

/*
 * The sample company sells heat pumps, storage, solar plants and chargers. Its history runs from July 2024 to June 2026;
 * ids and contents are the same on every machine. Customers that documentation may quote, by their codes:
 *
 *   C-ACME        Acme Corporation, Columbus: platinum; won, lost and reopened deals, an open one in negotiation
 *   C-ACME-WEST   Acme West Coast Logistics LLC: belongs to Acme
 *   C-QINGYUN     北京青云科技有限公司, Beijing: a history in Chinese, an open quote in yuan
 *   C-MUELLER     Müller & Söhne Wärmetechnik GmbH, Köln: credit hold, overdue bill, open complaint, another owner
 *   C-SAKURA      株式会社さくら電機, Tokyo: churned and won back
 *   C-NOOR        شركة النور للطاقة المتجددة, Dubai: a partner who buys for stock
 *   C-AEGEAN      Αιγαίο Ξενοδοχειακή Α.Ε., Athens: dormant, then back; a stalled deal
 *   C-LINDQVIST   Familjen Lindqvist, Göteborg: a household; its complaint went to a board
 *   C-SHARMA      अनिता शर्मा, Mumbai: a private person, served by phone
 *   C-TEMPEST     Tempest Refrigeration Ltd, Leeds: archived
 */

/** The views fold some ten thousand events in seconds; a slow machine may take longer. */
const VIEWS_TIMEOUT_MS = 120_000;

/**
 * Whether the sample company is to be loaded: the store has nothing but the default sales process, or an earlier load was
 * interrupted. That a load has begun is told by whose the second event is; that it is complete, by its last record.
 */
export async function isDemoDue(store: EventStore, tenantId: string): Promise<boolean> {
  const { events } = await store.readFeed({ after: START, limit: 2 });
  const [, second] = events;
  if (second === undefined) return true;
  const plan = demoPlan(tenantId);
  if (decodeMetadata(second).commandId !== plan[0]!.commandId) return false;
  const { aggregate, recordId } = plan.at(-1)!;
  const last = await store.readStream(streamName(aggregate.name, recordId), { direction: 'forwards', limit: 1 });
  return last.length === 0;
}

export interface Demo {
  readonly eventStore: EventStore;
  /** Stands still while the company is loaded: folding what is there is faster than following as it comes. */
  readonly projector: Projector;
  readonly tenantId: string;
  readonly output?: ProgressOutput;
}

/** Loads the sample company, or what is missing of it, and waits until the views show it. */
export async function loadDemo({ eventStore, projector, tenantId, output = process.stderr }: Demo): Promise<void> {
  const plan = demoPlan(tenantId);
  const progress = new Progress('Loading the sample company', plan.length, output);
  await projector.stop();
  await carryOut(plan, { eventStore, tenantId, onDone: done => progress.reached(done) });
  progress.finishing('bringing the views up to date');
  projector.start();
  await projector.views.whenCaughtUp({ timeoutMs: VIEWS_TIMEOUT_MS });
  progress.end('The sample company is loaded.');
}
