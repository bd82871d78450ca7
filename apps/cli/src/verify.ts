import { Command } from 'commander';
import { openEventStore, type EventStore } from '@touchstream/event-store';
import { opened, readConfig } from '@touchstream/platform';
import { allEvents, differing, isReadable, parkedFrom, type ReadEvent } from '@touchstream/projections';
import { standaloneSettings } from '@touchstream/standalone';
import { openViewStore, type ViewStore } from '@touchstream/view-store';
import { views } from '@touchstream/views';

/** Streams whose revisions do not go 0, 1, 2, … */
function brokenStreams(events: readonly ReadEvent[]): readonly string[] {
  const next = new Map<string, number>();
  const broken = new Set<string>();
  for (const { stream, revision } of events) {
    if (revision !== (next.get(stream) ?? 0)) broken.add(stream);
    next.set(stream, revision + 1);
  }
  return [...broken];
}

async function verify({ json }: { json: boolean }): Promise<void> {
  const { eventStoreUrl, viewStoreUrl } = readConfig(standaloneSettings, process.env);
  const readOnly = true;
  const eventStore = await opened(standaloneSettings.eventStoreUrl, () => openEventStore(eventStoreUrl, { readOnly }));
  try {
    const open = () => openViewStore(viewStoreUrl, { readOnly });
    const viewStore = await opened(standaloneSettings.viewStoreUrl, open);
    try {
      await compare(eventStore, viewStore, json);
    } finally {
      await viewStore.close();
    }
  } finally {
    await eventStore.close();
  }
}

async function compare(eventStore: EventStore, viewStore: ViewStore, json: boolean): Promise<void> {
  const events = await allEvents(eventStore);
  const broken = brokenStreams(events);
  const compared: { view: string; position: string; differing: number }[] = [];
  for (const view of views) {
    const checkpoint = await viewStore.checkpoint(view.name);
    const position = checkpoint?.position ?? -1n;
    // What the view has not folded yet is not a difference.
    const known = events.filter(event => event.position <= position);
    compared.push({
      view: view.name,
      position: String(position),
      differing: await differing(viewStore, view, known, await parkedFrom(viewStore, view)),
    });
  }
  const unreadable = events.filter(event => !isReadable(event)).length;
  const result = { events: events.length, unreadable, brokenStreams: broken, views: compared };
  if (json) console.log(JSON.stringify(result));
  else {
    console.table(compared);
    console.log(`${events.length} events, ${unreadable} of which cannot be read; ${broken.length} streams with gaps.`);
  }
  if (broken.length > 0 || compared.some(one => one.differing > 0)) process.exitCode = 1;
}

/** `touchstream verify` */
export const verifyCommand = new Command('verify')
  .description('compare every document with the fold of the events, and look for gaps in streams')
  .addHelpText(
    'after',
    '\nReads the stores that EVENT_STORE_URL and VIEW_STORE_URL name, by default those of this machine, beside a running server if there is one (let it be idle). It holds all events in memory.\nA document that waits for a parked event is compared as it was before that event.\nExit code 1: something differs.',
  )
  .option('--json', 'print JSON', false)
  .action(verify);
