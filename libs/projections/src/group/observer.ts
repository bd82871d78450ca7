import type { Parked } from '@touchstream/view-store';
import { nameOf } from '../fold/index.js';
import type { StateChange } from '../life/index.js';

/** What one view made of a commit. */
export interface ViewWork {
  readonly view: string;
  /** Distinct documents that its events touched. */
  readonly documents: number;
  /** Documents written: one for each touched one that changed. */
  readonly writes: number;
  readonly parked: number;
}

/** One commit. */
export interface BatchWork {
  readonly group: string;
  /** `serve`: the views that are read; `build`: new generations on their way. */
  readonly purpose: 'serve' | 'build';
  /** Events read from the feed. */
  readonly events: number;
  readonly position: bigint;
  /** Time spent on it, waiting for the stores included, in milliseconds. */
  readonly millis: number;
  readonly views: readonly ViewWork[];
}

/** A build goes on without a temporary file, in short stretches. */
export interface Trouble {
  readonly group: string;
  /** Why there is none, by the name and code of an error. */
  readonly reason: string;
}

/** For metrics and logs. What an observer throws becomes a process warning and disturbs nothing. */
export interface ProjectionObserver {
  onBatch?(work: BatchWork): void;
  onState?(change: StateChange & { readonly loop: string }): void;
  onParked?(parked: readonly Parked[]): void;
  /** A new generation of the view is read from now on. */
  onActivated?(built: { readonly view: string; readonly generation: number }): void;
  onTrouble?(trouble: Trouble): void;
}

/** Runs an observer's line without letting it harm the loop. */
export function observed(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    process.emitWarning(`an observer threw ${nameOf(error)}`);
  }
}
