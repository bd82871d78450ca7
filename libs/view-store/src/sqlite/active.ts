import type { Doc } from '@touchstream/views';
import type { DocVersion, VersionedDoc } from '../view-store.js';
import type { Documents } from './documents.js';
import type { FileState } from './file-state.js';

/** Before all positions. */
const NONE = -1n;

/** What a version was found to be that of, and in which state of the file. */
interface Found {
  readonly key: string;
  readonly state: number;
}

/** The generation that readers of a view see, as it was found last. */
export class Active {
  readonly #found = new WeakMap<DocVersion, Found>();

  constructor(
    private readonly generation: number,
    readonly documents: Documents,
    private readonly state: FileState,
  ) {}

  /** A document while the generation is the active one; without the document itself where it has the `known` version. */
  find<D extends Doc>(key: string, known?: DocVersion): VersionedDoc<D> | undefined {
    const { generation } = this;
    const found = this.documents.getIfActive(key, known?.generation === generation ? known.position : NONE);
    if (found === undefined) return undefined;
    const version = { generation, position: found.position };
    return found.doc === undefined ? { version } : { version, doc: found.doc as D };
  }

  /**
   * The same outside a transaction: nothing, too, where the generation's tables are gone by now, or the file fails. While the file is
   * not written, a version that was found is not looked for again.
   */
  tryFind<D extends Doc>(key: string, known?: DocVersion): VersionedDoc<D> | undefined {
    try {
      // Asked first: what is written while the document is looked for makes the next reader look again.
      const state = this.state.current();
      const last = known && this.#found.get(known);
      if (last?.key === key && last.state === state) return { version: known! };
      const found = this.find<D>(key, known);
      this.state.forget();
      if (found === undefined) return undefined;
      const isKnown = known !== undefined && found.doc === undefined;
      const version = isKnown ? known : found.version;
      this.#found.set(version, { key, state });
      return { ...found, version };
    } catch {
      return undefined;
    }
  }
}
