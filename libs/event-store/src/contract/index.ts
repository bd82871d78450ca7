import { afterEach, beforeEach, describe } from '@jest/globals';
import type { EventStore } from '../event-store.js';
import { appending } from './appending.js';
import { closing } from './closing.js';
import { concurrency } from './concurrency.js';
import { model } from './model.js';
import type { Opened } from './opened.js';
import { reading } from './reading.js';
import { subscribing } from './subscribing.js';

/** Somewhere that events are kept. It may hold other events already, and positions may begin and step as they like. */
export interface Place {
  /** Opens the store that is there; again and again, and finds what was appended before. */
  open(): Promise<EventStore>;
  /** Called after each test, the store closed. */
  remove(): Promise<void>;
}

/** What every adapter of the event store must keep. `newPlace` is asked once for each test. */
export function eventStoreContract(name: string, newPlace: () => Promise<Place>): void {
  describe(`${name} keeps the contract of the event store`, () => {
    let place: Place;
    let store: EventStore;
    const opened: Opened = {
      get store() {
        return store;
      },
      async reopen() {
        await store.close();
        store = await place.open();
        return store;
      },
    };
    beforeEach(async () => {
      place = await newPlace();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    appending(opened);
    reading(opened);
    concurrency(opened);
    subscribing(opened);
    closing(opened);
    model(opened);
  });
}
