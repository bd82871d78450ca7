import type { Doc } from '@touchstream/views';
import type { DocVersion, VersionedDoc } from '../view-store.js';
import type { Documents } from './documents.js';

/** Before all positions. */
const NONE = -1n;

/** The generation that readers of a view see, as it was found last. */
export class Active {
  constructor(
    private readonly generation: number,
    readonly documents: Documents,
  ) {}

  /** A document while the generation is the active one; without the document itself where it has the `known` version. */
  find<D extends Doc>(key: string, known?: DocVersion): VersionedDoc<D> | undefined {
    const { generation } = this;
    const found = this.documents.getIfActive(key, known?.generation === generation ? known.position : NONE);
    if (found === undefined) return undefined;
    const version = { generation, position: found.position };
    return found.doc === undefined ? { version } : { version, doc: found.doc as D };
  }

  /** The same outside a transaction: nothing, too, where the generation's tables are gone by now, or the file fails. */
  tryFind<D extends Doc>(key: string, known?: DocVersion): VersionedDoc<D> | undefined {
    try {
      return this.find(key, known);
    } catch {
      return undefined;
    }
  }
}
