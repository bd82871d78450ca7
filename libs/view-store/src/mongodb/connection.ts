import type { Collection, Document, MongoClient } from 'mongodb';
import { ViewStoreIncompatible } from '../view-store.js';
import { failure, isDuplicate, unavailable } from './failures.js';
import { clientOf, ensureFiles } from './server-url.js';
import { usualTiming, type Timing } from './timing.js';

export interface MongoDbViewStoreOptions {
  /**
   * `mongodb://user:password@host,host/database?replicaSet=rs0`, or `mongodb+srv://…`. The database is `touchstream` where the URL names
   * none. A pool size and an application name in it are honoured; what concerns durability and waiting is the store's to say.
   */
  readonly url: string;
  /** For a process that reads while another one writes: nothing is made or changed. False where left out. */
  readonly readOnly?: boolean;
  readonly timing?: Partial<Timing>;
}

/** The layout of what is kept here; a program does not touch one that is newer than it. */
const LAYOUT = 1;
/** The collection of records about views, and the record in it that is about the database; no view has that name. */
export const RECORDS = 'views';
const ABOUT = '';

type Kept<T extends Document> = T & { readonly _id: string };

/** A connection to the server, made at the first call. Every call ends within the deadline, in the words of the port. */
export class Connection {
  readonly readOnly: boolean;
  readonly timing: Timing;
  readonly #url: string;
  #client: MongoClient;
  readonly #database: string;
  #closed = false;
  #known = false;

  constructor({ url, readOnly = false, timing = {} }: MongoDbViewStoreOptions) {
    this.readOnly = readOnly;
    this.timing = { ...usualTiming, ...timing };
    this.#url = url;
    const { client, database } = clientOf(url, this.timing);
    ensureFiles(client);
    this.#client = client;
    this.#database = database;
  }

  /** To be asked for within a {@link call}. */
  collection<T extends Document>(name: string): Collection<Kept<T>> {
    return this.#client.db(this.#database).collection<Kept<T>>(name);
  }

  /** The names of all collections. */
  collections(): Promise<readonly string[]> {
    return this.call(async () => {
      const all = this.#client.db(this.#database).listCollections({}, { nameOnly: true });
      return (await all.toArray()).map(({ name }) => name);
    });
  }

  async ping(): Promise<void> {
    await this.call(() => this.#client.db(this.#database).command({ ping: 1 }));
  }

  /** What the driver answers, within the deadline; rejects with ViewStoreUnavailable where the server fails. */
  async call<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#closed) throw unavailable('the view store is closed');
    if (!this.#known) {
      await this.#bounded(() => this.#connect());
      await this.#bounded(() => this.#ensureLayout());
      this.#known = true;
    }
    return this.#bounded(ask);
  }

  /** Before views are begun: the database may have been dropped since the first call. */
  async ensureLayout(): Promise<void> {
    await this.call(() => this.#ensureLayout());
  }

  ensureWritable(): void {
    if (this.#closed) throw unavailable('the view store is closed');
    if (this.readOnly) throw unavailable('opened for reading only');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // To take leave of a server that is away may fail, and changes nothing.
    await this.#bounded(() => this.#client.close()).catch(() => undefined);
  }

  /** The driver has bounds for each of its steps, of which there may be several, and none for all of them together. */
  #bounded<T>(ask: () => Promise<T>): Promise<T> {
    const { deadline, selection } = this.timing;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(unavailable('no answer in time')), deadline + selection);
      ask()
        .then(resolve, (error: unknown) => reject(failure(error)))
        .finally(() => clearTimeout(timer));
    });
  }

  /** A client whose first attempt failed takes no further one. */
  async #connect(): Promise<void> {
    const client = this.#client;
    try {
      await client.connect();
    } catch (error) {
      if (this.#client === client && !this.#closed) this.#client = clientOf(this.#url, this.timing).client;
      throw error;
    }
  }

  async #ensureLayout(): Promise<void> {
    const records = this.collection<{ layout?: number }>(RECORDS);
    const about = (await records.findOne({ _id: ABOUT })) ?? (await records.findOne());
    if (about === null) {
      if (!this.readOnly) await records.insertOne({ _id: ABOUT, layout: LAYOUT }).catch(unlessDuplicate);
    } else if (about.layout === undefined)
      throw new ViewStoreIncompatible('MongoDB: the database holds what is not of a view store');
    else if (about.layout > LAYOUT)
      throw new ViewStoreIncompatible(
        `MongoDB: the views have layout ${about.layout}, this program knows none above ${LAYOUT}: use a newer program, or another database to have them built anew`,
      );
  }
}

/** Another process has done it. */
export function unlessDuplicate(error: unknown): undefined {
  if (!isDuplicate(error)) throw error;
  return undefined;
}
