import type { DocVersion } from '@touchstream/view-store';

/** What a read of one document is answered. */
export interface DocumentAnswer {
  /** The position that the document is at. */
  readonly position: string;
  /** Of the aggregate that it shows; undefined where it shows no single one. */
  readonly etag: string | undefined;
  /** JSON in UTF-8. */
  readonly body: Buffer;
}

/** An answer with what it was made of. It holds from the one instant until before the other, in milliseconds since 1970. */
export interface KeptAnswer extends DocumentAnswer {
  readonly version: DocVersion;
  readonly from: number;
  readonly until: number;
}

export const holdsAt = ({ from, until }: KeptAnswer, instant: number): boolean => from <= instant && instant < until;

const MOST_BYTES = 64 * 1024 * 1024;
/** What one takes beside its body, about, in bytes. */
const OVERHEAD = 500;

/** Answers by name, as many as have room; the one that was put least recently goes first. */
export class KeptAnswers {
  readonly #kept = new Map<string, KeptAnswer>();
  #bytes = 0;

  /** @param most bytes, 64 MiB where left out */
  constructor(private readonly most = MOST_BYTES) {}

  get(name: string): KeptAnswer | undefined {
    return this.#kept.get(name);
  }

  put(name: string, answer: KeptAnswer): void {
    this.remove(name);
    this.#kept.set(name, answer);
    this.#bytes += sizeOf(answer);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.most) return;
      this.remove(oldest);
    }
  }

  remove(name: string): void {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    this.#kept.delete(name);
    this.#bytes -= sizeOf(kept);
  }
}

const sizeOf = ({ body }: KeptAnswer): number => body.length + OVERHEAD;
