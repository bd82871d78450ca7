import { afterEach, beforeEach, describe } from '@jest/globals';
import type { ViewStore } from '../view-store.js';
import { committing } from './committing.js';
import { finding } from './finding.js';
import { generations } from './generations.js';
import { keeping } from './keeping.js';
import { leasing } from './leasing.js';
import { parking } from './parking.js';
import { searching } from './searching.js';
import type { Opened } from './stores.js';
import { tallying } from './tallying.js';

/** Somewhere that views are kept; empty at first. */
export interface Place {
  /** Opens the store that is there; again and again, also beside one that is open, and finds what was committed before. */
  open(): Promise<ViewStore>;
  /** Called after each test, all stores closed. */
  remove(): Promise<void>;
}

/** What every adapter of the view store must keep. `newPlace` is asked once for each test. */
export function viewStoreContract(name: string, newPlace: () => Promise<Place>): void {
  describe(`${name} keeps the contract of the view store`, () => {
    let place: Place;
    let store: ViewStore;
    let others: ViewStore[];
    const opened: Opened = {
      get store() {
        return store;
      },
      async reopen() {
        await store.close();
        store = await place.open();
        return store;
      },
      async beside() {
        const other = await place.open();
        others.push(other);
        return other;
      },
    };
    beforeEach(async () => {
      place = await newPlace();
      store = await place.open();
      others = [];
    });
    afterEach(async () => {
      await Promise.all([store, ...others].map(one => one.close()));
      await place.remove();
    });

    committing(opened);
    generations(opened);
    finding(opened);
    searching(opened);
    tallying(opened);
    parking(opened);
    leasing(opened);
    keeping(opened);
  });
}
