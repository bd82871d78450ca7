import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { commandIdOf } from '@touchstream/command-service';
import { encode, type StoredEvent } from '@touchstream/events';
import type { Acknowledged } from '../load/clients.js';
import { judgeCommands } from './index.js';

const KEY = '01890000-0000-7000-8000-000000000001';

function stored(revision: number, over: Partial<StoredEvent> = {}): StoredEvent {
  const metadata = { schemaVersion: 1, occurredAt: '2026-01-01T00:00:00.000Z', commandId: commandIdOf('main', KEY) };
  return {
    id: randomUUID(),
    type: 'opportunity.won',
    stream: 'opportunity-1',
    revision,
    position: BigInt(revision),
    recordedAt: '2026-01-01T00:00:00.000Z',
    data: encode({}),
    metadata: encode(metadata),
    ...over,
  };
}
const acknowledged = ({ id, type, revision, position }: StoredEvent): Acknowledged => ({
  sent: { key: KEY, path: '/v1/opportunities/1/win', body: {} },
  answer: { id: '1', revision, position: String(position), events: [{ id, type, revision }] },
});

describe('the judge of commands', () => {
  const event = stored(0);
  it('finds nothing where all is as it was answered', () => {
    expect(judgeCommands([event], [acknowledged(event)])).toEqual({ lost: 0, doubled: 0 });
  });
  it('finds what is lost, and what stands elsewhere than was answered', () => {
    expect(judgeCommands([], [acknowledged(event)])).toEqual({ lost: 1, doubled: 0 });
    expect(judgeCommands([{ ...event, revision: 1 }], [acknowledged(event)])).toEqual({ lost: 1, doubled: 0 });
  });
  it('finds what a command did twice, and what stands there twice', () => {
    expect(judgeCommands([event, stored(1)], [acknowledged(event)])).toEqual({ lost: 0, doubled: 1 });
    expect(judgeCommands([event, { ...event, revision: 1 }], [])).toEqual({ lost: 0, doubled: 1 });
  });
  it('takes an event that cannot be read for one of a command of its own', () => {
    const poison = stored(1, { metadata: Buffer.from('{') });
    expect(judgeCommands([event, poison], [acknowledged(event)])).toEqual({ lost: 0, doubled: 0 });
  });
});
