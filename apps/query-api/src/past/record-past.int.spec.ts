import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { derivedId, encode, ImportRowAccepted, ImportStarted, type AnyEvent } from '@touchstream/events';
import { NO_STREAM, SqliteEventStore } from '@touchstream/event-store';
import { imports, view } from '@touchstream/views';
import { example } from '@touchstream/views/testing';
import { RecordPast } from './record-past.js';

const ID = '0197f000-0000-7000-8000-000000000001';
const ROWS = 2_500;
const minute = (at: number) => new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString();

describe('the past of a record', () => {
  let folder: string;
  let events: SqliteEventStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'past-'));
    events = await SqliteEventStore.open({ path: join(folder, 'events.db') });
  });
  afterEach(async () => {
    await events.close();
    await rm(folder, { recursive: true });
  });

  const happened = ({ type, data }: AnyEvent, at: number) => ({
    id: derivedId(ID, `${at}`),
    type,
    data: encode(data),
    metadata: encode({
      schemaVersion: 1,
      tenantId: 'main',
      occurredAt: minute(at),
      actor: { id: 'ann', kind: 'user' },
      correlationId: 'c',
      commandId: ID,
      commandHash: 'hash',
    }),
  });

  it('is folded over all the pages of its stream, and begins with its first event', async () => {
    const rows = Array.from({ length: ROWS }, (_, at) =>
      happened(example(ImportRowAccepted, { importId: ID, row: at + 1 }), at + 1),
    );
    await events.append(`import-batch-${ID}`, NO_STREAM, [
      happened(example(ImportStarted, { importId: ID }), 0),
      ...rows,
    ]);
    const past = new RecordPast(events).of(imports, 'import-batch');
    expect((await past(ID, { asOf: minute(ROWS) }))?.doc).toMatchObject({ accepted: ROWS, revision: ROWS });
    expect((await past(ID, { asOf: minute(1_700) }))?.doc).toMatchObject({ accepted: 1_700, revision: 1_700 });
    expect(await past(ID, { asOf: '2025-12-31T23:59:59.999Z' })).toBeUndefined();
    expect(await past('nobody', {})).toBeUndefined();
  });

  it('is not folded without an event that cannot be', async () => {
    const stream = `import-batch-${ID}`;
    await events.append(stream, NO_STREAM, [
      happened(example(ImportStarted, { importId: ID }), 0),
      happened(example(ImportRowAccepted, { importId: ID }), 1),
    ]);
    const failing = view({
      ...imports,
      on: {
        ...imports.on,
        'import.row-accepted': () => {
          throw new RangeError('of a person');
        },
      },
    });
    const past = new RecordPast(events).of(failing, 'import-batch');
    await expect(past(ID, {})).rejects.toMatchObject({
      kind: 'not-foldable',
      detail: `event 1 of ${stream} (import.row-accepted) cannot be folded into imports`,
    });
    expect(await past(ID, { asOf: minute(0) })).toMatchObject({ doc: { revision: 0 } });
  });

  it('names an event that cannot be read, where it is within the cut', async () => {
    const stream = `import-batch-${ID}`;
    const accepted = happened(example(ImportRowAccepted, { importId: ID }), 1);
    await events.append(stream, NO_STREAM, [
      happened(example(ImportStarted, { importId: ID }), 0),
      { ...accepted, data: new TextEncoder().encode('{') },
    ]);
    const past = new RecordPast(events).of(imports, 'import-batch');
    await expect(past(ID, { asOf: minute(1) })).rejects.toMatchObject({
      kind: 'not-foldable',
      detail: `event 1 of ${stream} (import.row-accepted) cannot be read`,
    });
    expect(await past(ID, { asOf: minute(0) })).toMatchObject({ doc: { revision: 0 } });
    expect(await past(ID, { knownAt: '2020-01-01T00:00:00.000Z' })).toBeUndefined();
  });

  it('is to be asked for again where a newer version has written to it', async () => {
    await events.append(`import-batch-${ID}`, NO_STREAM, [
      happened(example(ImportStarted, { importId: ID }), 0),
      { ...happened(example(ImportRowAccepted, { importId: ID }), 1), type: 'import.unheard-of' },
    ]);
    const past = new RecordPast(events).of(imports, 'import-batch');
    await expect(past(ID, {})).rejects.toMatchObject({ name: 'UndecodableEvent', isNewer: true });
    expect(await past(ID, { asOf: minute(0) })).toMatchObject({ doc: { revision: 0 } });
  });
});
