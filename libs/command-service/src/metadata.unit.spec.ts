import { describe, expect, it } from '@jest/globals';
import { metadataInTurn, metadataOf } from './metadata.js';

const command = {
  request: {
    context: {
      tenantId: 'main',
      actor: { id: 'anna', kind: 'user' },
      commandId: '0197f000-0000-7000-8000-000000000001',
      correlationId: 'correlation',
    },
    body: { channel: 'phone', comment: 'by phone', name: 'no metadata' },
  },
  occurredAt: '2026-03-01T10:00:00.000Z',
  commandHash: 'hash',
} as const;

describe('the metadata of the events of a command', () => {
  it('says where the command came from, and what is said of it', () => {
    expect(JSON.parse(JSON.stringify(metadataOf(command, { schemaVersion: 2, customerId: 'c1' })))).toEqual({
      ...command.request.context,
      channel: 'phone',
      comment: 'by phone',
      occurredAt: '2026-03-01T10:00:00.000Z',
      commandHash: 'hash',
      schemaVersion: 2,
      customerId: 'c1',
    });
  });

  it('is one object as long as it says the same', () => {
    const inTurn = metadataInTurn(command);
    const owns = [
      { schemaVersion: 1, customerId: 'c1' },
      { schemaVersion: 1, customerId: 'c1' },
      { schemaVersion: 2, customerId: 'c1' },
      { schemaVersion: 2, customerId: 'c2' },
      { schemaVersion: 2 },
      { schemaVersion: 2 },
      { schemaVersion: 1, customerId: 'c1' },
      { schemaVersion: 1, customerId: 'c1', occurredAt: command.occurredAt },
      { schemaVersion: 1, customerId: 'c1', occurredAt: '2026-03-02T10:00:00.000Z' },
    ];
    const made = owns.map(inTurn);
    expect(made).toEqual(owns.map(own => metadataOf(command, own)));
    expect(made.at(-1)?.occurredAt).toBe('2026-03-02T10:00:00.000Z');
    expect(new Set(made).size).toBe(6);
    expect(made[1]).toBe(made[0]);
    expect(made[5]).toBe(made[4]);
    expect(made[7]).toBe(made[6]);
  });
});
