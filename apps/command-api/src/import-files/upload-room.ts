import { Problem } from '@touchstream/platform';

const full = new Problem('overloaded', 'the files of other uploads take the room that there is on the disk', {
  retryAfter: 10,
});

/** What one upload has of the room. */
export interface Share {
  /** Throws a {@link Problem} where there is no room for so many bytes more: `overloaded` where others have it. */
  readonly take: (bytes: number) => void;
  /** Gives all of it back. */
  readonly release: () => void;
}

/** The room on the disk for the files of all uploads together, in bytes. They have no names there, so that no limit of a folder's holds. */
export class UploadRoom {
  #taken = 0;
  constructor(private readonly most: number) {}

  share(): Share {
    let share = 0;
    const grow = (bytes: number) => {
      share += bytes;
      this.#taken += bytes;
    };
    return {
      take: bytes => {
        grow(bytes);
        if (share > this.most)
          throw new Problem('payload-too-large', `the files are larger than ${this.most} bytes together`);
        if (this.#taken > this.most) throw full;
      },
      release: () => grow(-share),
    };
  }
}
