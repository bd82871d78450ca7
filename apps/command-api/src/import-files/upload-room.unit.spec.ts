import { describe, expect, it } from '@jest/globals';
import { UploadRoom } from './upload-room.js';

describe('the room for uploads', () => {
  it('is shared by all, and is there again when one has gone', () => {
    const room = new UploadRoom(10);
    const [one, other] = [room.share(), room.share()];
    one.take(6);
    expect(() => other.take(5)).toThrow(expect.objectContaining({ kind: 'overloaded' }));
    other.release();
    const third = room.share();
    third.take(4);
    expect(() => third.take(1)).toThrow(expect.objectContaining({ kind: 'overloaded' }));
    third.release();
    one.release();
    room.share().take(10);
  });

  it('is too small for one that would need more than all of it', () => {
    expect(() => new UploadRoom(10).share().take(11)).toThrow(
      expect.objectContaining({ kind: 'payload-too-large', detail: 'the files are larger than 10 bytes together' }),
    );
  });
});
