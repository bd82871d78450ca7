import { UnavailableError } from '@touchstream/sqlite-file';
import type { Doc, View } from '@touchstream/views';

/** A stored document. `position`: the feed position of the last event folded into it. */
export interface StoredDoc<D extends Doc = Doc> {
  readonly key: string;
  readonly position: bigint;
  readonly doc: D;
}

/** Names a state of a document: as long as the version is the same, so is the document. */
export interface DocVersion {
  /** The generation's number. */
  readonly generation: number;
  readonly position: bigint;
}

/** A document with its version. */
export interface VersionedDoc<D extends Doc = Doc> {
  readonly version: DocVersion;
  /** Left out where it is the version that the reader named. */
  readonly doc?: D;
}

/**
 * What becomes of one document; `doc: null` removes it. The removal is remembered with its position for as long as the
 * generation lives, so that an older write of the document, made late or again, does not bring it back.
 *
 * Keys are any text that has a form in UTF-8 (no lone surrogates), not empty.
 */
export interface DocWrite<D extends Doc = Doc> {
  readonly key: string;
  readonly position: bigint;
  readonly doc: D | null;
  /**
   * As far as the writer knows, nothing was ever written under the key: a hint by which a store may try to insert before it looks.
   * One that is wrong costs time and no more. Not known where left out.
   */
  readonly isFirst?: boolean;
}

/** An event that could not be folded into a document, by reference; also each later event of the same key. */
export interface Parked {
  readonly view: string;
  /** The document's key, or `stream:<name>` for an event that could not be decoded. */
  readonly key: string;
  readonly position: bigint;
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  /** Why; without personal data. `behind` for an event parked because an earlier one of its key is. */
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly parkedAt: string;
}

/** What is parked under one key, in short. */
export interface ParkedTally {
  readonly count: number;
  /** When the oldest was parked; ISO 8601, UTC. */
  readonly oldest: string;
  /** The position of the first event. */
  readonly first: bigint;
}

/**
 * How far a view has been folded. A view may be built anew in a second generation while the first one is read; documents,
 * checkpoint and parked events belong to a generation.
 */
export interface Checkpoint {
  readonly position: bigint;
  /** When the last event folded in was recorded; ISO 8601, UTC; undefined before the first. */
  readonly recordedAt?: string;
}

/** One batch of one view, final: effective in whole or not at all, or made so by repeating it. */
export interface Commit {
  readonly writes: readonly DocWrite[];
  /** Left out by a writer that has a part of the view only: it stays where it is. */
  readonly checkpoint?: Checkpoint;
  /** What is parked already stays as it is. */
  readonly park?: readonly Parked[];
  /** Parked events to forget: they have been folded in by this very commit. What is in `park` too is parked anew, as it is given there. */
  readonly unpark?: readonly Pick<Parked, 'key' | 'position'>[];
}

/**
 * A condition on a document; one on a field that none of the view's indexes names is refused with a TypeError. A field is
 * null where the document does not give it. Numbers compare by value, text by code point (the order of its UTF-8 bytes),
 * false before true. A range holds values of its bounds' type only, so never null; without bounds it asks nothing.
 */
export type Condition =
  | { readonly field: string; readonly is: string | number | boolean | null }
  | { readonly field: string; readonly in: readonly (string | number)[] }
  | {
      readonly field: string;
      readonly from?: string | number;
      readonly below?: string | number;
      readonly upTo?: string | number;
    }
  | { readonly lookup: string; readonly has: string }
  /**
   * Every word of the text is a word or the beginning of a word of the document, in any script: see `queryTerms`. A text
   * without a letter or digit asks nothing.
   */
  | { readonly text: string };

export interface Find {
  readonly where: readonly Condition[];
  /**
   * A declared field: null, then numbers, then text, then booleans. Ties are ordered by key, so the order is total. By
   * key alone where left out.
   */
  readonly orderBy?: string;
  /** Ascending where left out; descending is its exact reverse, ties included. */
  readonly direction?: 'ascending' | 'descending';
  /** 1 to 1,000. */
  readonly limit: number;
  /**
   * `next` of the page before: opaque; stays right while documents come and go. Of the same query in all but the limit,
   * else {@link InvalidCursor}.
   */
  readonly after?: string;
}
export interface Page<D extends Doc = Doc> {
  readonly items: readonly StoredDoc<D>[];
  /** Cursor of the next page; undefined on the last. */
  readonly next?: string;
}

export interface Tally {
  readonly where: readonly Condition[];
  /** Declared fields; one group per combination of their values that occurs: none where no document matches. */
  readonly groupBy: readonly string[];
  /** Declared integer fields to add up, exactly however large the sum; what is no integer counts nothing. */
  readonly sum: readonly string[];
}
export interface TallyGroup {
  readonly group: Readonly<Record<string, string | number | boolean | null>>;
  readonly count: number;
  readonly sums: Readonly<Record<string, bigint>>;
}

/** The cursor is not one that this store gave for this query. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

/** The store cannot be reached, is closed or fails, or the view has not been built yet; to be tried again later. */
export class ViewStoreUnavailable extends UnavailableError {
  override readonly name = 'ViewStoreUnavailable';
}
/**
 * Another projector has gone on: the commit's checkpoint lies behind the stored one, the generation is gone, or it has
 * been written under a later lease. The writer must stop.
 */
export class StaleCommit extends Error {
  override readonly name = 'StaleCommit';
}

/** What the store keeps is of another program or a newer version of this one; trying again does not help. */
export class ViewStoreIncompatible extends Error {
  override readonly name = 'ViewStoreIncompatible';
}

/** One generation of a view's documents. Which one readers see is decided by {@link ViewStore.activate}. */
export interface Generation {
  readonly view: string;
  /** From 1; never given again, so that who still holds a dropped generation writes into no other. */
  readonly number: number;
  /** The view's version it was made by. */
  readonly version: number;
  readonly active: boolean;
  readonly checkpoint: Checkpoint;
}

/** The right to do a piece of work alone, for a time. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  /**
   * Greater than every token given before it in this store, under whatever name: of two holders, the later one's is greater. From 1.
   */
  readonly token: bigint;
  /** By the clock of the store; ISO 8601, UTC. */
  readonly expiresAt: string;
}

/**
 * The port to the read models. Writers name the generation; readers get the active one, as it is at one moment.
 * Documents carry the position they are at, and a write that is not newer than what is stored is skipped.
 *
 * A writer that works under a lease gives its token as `fence` with all it does. Each generation keeps the greatest token it was
 * given, and refuses a lower one with {@link StaleCommit}: who lost the lease without noticing writes nothing. Without a
 * `fence` nothing is asked: whoever writes so must be alone by other means.
 *
 * Every method rejects with {@link ViewStoreUnavailable} where the store fails; those that name a generation with
 * {@link StaleCommit} where it is gone; those that ask by fields with TypeError or RangeError for what this page does not allow.
 */
export interface ViewStore {
  /** The generations of a view that have not been dropped, oldest first. */
  generations(view: string): Promise<readonly Generation[]>;
  /** Makes the next generation of the view, empty at the start of the feed, with its indexes. */
  create(view: View, fence?: bigint): Promise<Generation>;
  /** Readers see this generation from now on; the older ones are dropped. Again: nothing more happens. */
  activate(generation: Generation, fence?: bigint): Promise<void>;
  /** Removes a generation, with all it holds; nothing happens where it is gone. Refuses the active one with an Error. */
  drop(generation: Generation, fence?: bigint): Promise<void>;

  /**
   * What was last written under each key; a removal comes with `doc: null` and its position, so that no event is folded
   * again onto nothing. Keys never written are left out.
   */
  getMany(generation: Generation, keys: readonly string[]): Promise<ReadonlyMap<string, DocWrite>>;
  /**
   * Commits batches of several views together: documents, checkpoints and parked events. Atomic where the engine can;
   * elsewhere in an order that makes repeating it come out the same. A checkpoint may stay where it is but not go back;
   * after {@link StaleCommit} nothing of any of the batches is there. TypeError for a document that no store could keep: also one of
   * more than 12 MiB of JSON.
   */
  commit(
    commits: readonly (Commit & { readonly generation: Generation; readonly view: View })[],
    fence?: bigint,
  ): Promise<void>;
  /**
   * Parked events of a generation in order of position, optionally of one key, after a position. The entries of one
   * event are never parted, so the last one may exceed the limit.
   */
  parked(
    generation: Generation,
    options: { readonly key?: string; readonly after?: bigint; readonly limit: number },
  ): Promise<readonly Parked[]>;
  /** The keys of a generation that have parked events. */
  parkedKeys(generation: Generation): Promise<ReadonlyMap<string, ParkedTally>>;

  /**
   * Takes a lease that is free or has expired, or prolongs the holder's own, which then keeps its token; undefined while another
   * holds it. It ends `ttlMs` (1 or more, else RangeError) from now, by the clock of the store. Holders are told apart by name, so
   * that each run of a process needs one of its own.
   */
  acquire(wanted: {
    readonly name: string;
    readonly holder: string;
    readonly ttlMs: number;
  }): Promise<Lease | undefined>;
  /** Gives a lease up before its time; nothing happens where it has passed to another. */
  release(lease: Pick<Lease, 'name' | 'token'>): Promise<void>;
  /** The leases that are held now, by name. */
  leases(): Promise<readonly Lease[]>;

  /** One document of the active generation; undefined where it does not exist or was removed. */
  get<D extends Doc>(view: View<D>, key: string): Promise<StoredDoc<D> | undefined>;
  /** The same for a reader who keeps what it made of a document: one whose version is still the `known` one is not read again. */
  getVersion<D extends Doc>(view: View<D>, key: string, known?: DocVersion): Promise<VersionedDoc<D> | undefined>;
  /** Documents of the active generation by declared fields, in a total order, page by page. */
  find<D extends Doc>(view: View<D>, query: Find): Promise<Page<D>>;
  /** Counts and sums over documents of the active generation. */
  tally(view: View, query: Tally): Promise<readonly TallyGroup[]>;
  /** How far the active generation is; undefined where there is none. */
  checkpoint(view: string): Promise<Checkpoint | undefined>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
