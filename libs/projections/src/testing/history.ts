import {
  encode,
  derivedId,
  event,
  SalesProcessPublished,
  StageRetired,
  type EventEnvelope,
  type EventMetadata,
  type StoredEvent,
} from '@touchstream/events';
import { NO_STREAM, type EventStore, type EventToAppend } from '@touchstream/event-store';
import type { Doc, View } from '@touchstream/views';
import { evolveDoc } from '@touchstream/views';
import { feedEvent } from '../fold/index.js';

/** What happened to a process: it was published with these stages, or one of its stages was retired. */
export type Happening =
  | { readonly pipeline: string; readonly stages: readonly string[] }
  | { readonly pipeline: string; readonly retired: string };

const stage = (id: string, order: number) => ({
  id,
  name: id,
  order,
  probability: 50,
  exitCriteria: [],
  kind: 'open' as const,
});

const decided = (what: Happening) =>
  'retired' in what
    ? event(StageRetired, { pipelineId: what.pipeline, stageId: what.retired, replacementId: 'other' })
    : event(SalesProcessPublished, {
        pipelineId: what.pipeline,
        version: 1,
        name: what.pipeline,
        isDefault: false,
        stages: what.stages.map(stage),
      });

const ROOT = '0197f000-0000-7000-8000-000000000000';

export const testMetadata = (over: Partial<EventMetadata> = {}): EventMetadata => ({
  schemaVersion: 1,
  tenantId: 'main',
  occurredAt: '2026-03-01T10:00:00.000Z',
  actor: { id: 'ann', kind: 'user' },
  correlationId: 'correlation',
  commandId: ROOT,
  commandHash: 'hash',
  ...over,
});

export const streamOf = ({ pipeline }: Happening): string => `sales-process-${pipeline}`;

/** The event as it is appended. The label makes its id. */
export const toAppend = (what: Happening, label: string, over: Partial<EventMetadata> = {}): EventToAppend => {
  const { type, data } = decided(what);
  return { id: derivedId(ROOT, label), type, data: encode(data), metadata: encode(testMetadata(over)) };
};

/** The happenings in runs of one stream. */
function runsOf(happenings: readonly Happening[]): readonly (readonly Happening[])[] {
  const runs: Happening[][] = [];
  for (const what of happenings) {
    const last = runs.at(-1);
    if (last?.[0]?.pipeline === what.pipeline) last.push(what);
    else runs.push([what]);
  }
  return runs;
}

/** Appends happenings, each to the stream of its process, in order. Gives the position of the last. */
export async function append(store: EventStore, happenings: readonly Happening[]): Promise<bigint> {
  let position = await store.head();
  for (const run of runsOf(happenings)) {
    const stream = run.map(streamOf)[0] ?? '';
    const [last] = await store.readStream(stream, { direction: 'backwards', limit: 1 });
    const revision = last?.revision ?? NO_STREAM;
    const events = run.map((what, at) => toAppend(what, `${stream}@${revision + 1 + at}`));
    ({ position } = await store.append(stream, revision, events));
  }
  return position;
}

/** The documents of a view by the plainest means there are: all events, one after the other. */
export function plainFold(view: View, feed: readonly StoredEvent[]): Readonly<Record<string, Doc>> {
  const docs: Record<string, Doc> = {};
  for (const one of feed.map(feedEvent)) {
    const decodedEvent = 'event' in one ? one.event : undefined;
    if (decodedEvent !== undefined && Object.hasOwn(view.on, decodedEvent.type)) foldInto(docs, view, decodedEvent);
  }
  return docs;
}

function foldInto(docs: Record<string, Doc>, view: View, one: EventEnvelope): void {
  for (const key of new Set(view.keys(one))) {
    const doc = evolveDoc(view, docs[key] ?? null, one, key);
    if (doc === null) delete docs[key];
    else docs[key] = doc;
  }
}
