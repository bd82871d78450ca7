import { describe, expect, it } from '@jest/globals';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { EventStoreIncompatible } from '../event-store.js';
import { checkpointPosition, ensureOrdered, storedEvent } from './recorded.js';

const NONE = '18446744073709551615';
const recordedAt = (commit: string, prepare: string) =>
  new streams.ReadResp.ReadEvent.RecordedEvent()
    .setCommitPosition(commit)
    .setPreparePosition(prepare)
    .setStreamRevision('7');
const checkpointAt = (commit: string, prepare: string) =>
  new streams.ReadResp.Checkpoint().setCommitPosition(commit).setPreparePosition(prepare);

describe('what the server has recorded', () => {
  it('has positions that no JavaScript number could hold', () => {
    expect(storedEvent(recordedAt('9007199254740993', '9007199254740993')).position).toBe(9_007_199_254_740_993n);
  });

  it('is refused where it has no position, or a revision beyond what a number holds', () => {
    expect(() => storedEvent(recordedAt(NONE, NONE))).toThrow(EventStoreIncompatible);
    const far = recordedAt('1', '1').setStreamRevision('9007199254740993');
    expect(() => storedEvent(far)).toThrow(EventStoreIncompatible);
  });

  it('is refused in the feed where its events share a position', () => {
    expect(() => ensureOrdered(recordedAt('20', '10'))).toThrow(EventStoreIncompatible);
    expect(() => ensureOrdered(recordedAt('20', '20'))).not.toThrow();
  });

  it('has been looked at as far as a checkpoint says, where that can be said in one number', () => {
    expect(checkpointPosition(checkpointAt('20', '20'))).toBe(20n);
    expect(checkpointPosition(checkpointAt('20', '10'))).toBeUndefined();
    expect(checkpointPosition(checkpointAt(NONE, NONE))).toBeUndefined();
  });

  it('was created at an instant, which the server counts in ticks of 100 ns', () => {
    const recorded = recordedAt('1', '1');
    recorded.getMetadataMap().set('created', '17641152000012345');
    expect(storedEvent(recorded).recordedAt).toBe(new Date(1_764_115_200_001).toISOString());
  });
});
