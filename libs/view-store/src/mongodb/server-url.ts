import { accessSync, constants } from 'node:fs';
import { MongoClient, type MongoClientOptions } from 'mongodb';
import type { Timing } from './timing.js';

const DATABASE = 'touchstream';
const SYNTAX = 'it is no URL of MongoDB; as in mongodb://user:password@host:27017/touchstream?replicaSet=rs0';

/** A client is not connected before its first call. */
export interface Target {
  readonly client: MongoClient;
  readonly database: string;
}

/** What the user may set otherwise in the URL. */
const defaults: MongoClientOptions = {
  appName: 'touchstream',
  maxPoolSize: 32,
  heartbeatFrequencyMS: 5_000,
};

/** The names of its options, in small letters: to the driver they are the same however they are written. */
const namesIn = (url: string): ReadonlySet<string> =>
  new Set([...new URLSearchParams(url.split('?')[1] ?? '').keys()].map(name => name.toLowerCase()));

const notAmong = (names: ReadonlySet<string>, options: MongoClientOptions): MongoClientOptions =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !names.has(name.toLowerCase())));

/**
 * What the store relies on, whatever the URL says. What has been read and acknowledged stands on a majority of the servers, so that
 * no failover takes it back. Writes are not repeated by the driver but by who asked for them: they are made to be, on every server.
 */
const required = ({ deadline, selection }: Timing, names: ReadonlySet<string>): MongoClientOptions => ({
  writeConcern: { w: 'majority', wtimeoutMS: deadline },
  journal: true,
  readConcern: { level: 'majority' },
  // Where the URL has one of these names, the driver takes it before those above. Of `j` it warns.
  readConcernLevel: 'majority',
  ...(names.has('j') && { j: true }),
  readPreference: 'primary',
  retryWrites: false,
  useBigInt64: true,
  serverSelectionTimeoutMS: selection,
  waitQueueTimeoutMS: selection,
  connectTimeoutMS: selection,
  socketTimeoutMS: deadline,
});

const databaseOf = (url: string): string => {
  const path = /^mongodb(?:\+srv)?:\/\/[^/?]*\/([^?]*)/.exec(url)?.[1] ?? '';
  return path === '' ? DATABASE : decodeURIComponent(path);
};

const files = ['tlsCAFile', 'tlsCertificateKeyFile', 'tlsCRLFile'] as const;

/** Throws TypeError where the URL names a file that cannot be read: the driver looks at the first call, and an engine would be waited for. */
export function ensureFiles({ options }: MongoClient): void {
  for (const name of files)
    try {
      if (options[name] !== undefined) accessSync(options[name], constants.R_OK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new TypeError(`it names a file in ${name} that cannot be read (${code})`, { cause: error });
    }
}

/** Throws TypeError, with nothing of the URL in it: there may be a password in what is wrong about it. */
export function clientOf(url: string, timing: Timing): Target {
  try {
    const database = databaseOf(url);
    const names = namesIn(url);
    const client = new MongoClient(url, { ...notAmong(names, defaults), ...required(timing, names) });
    client.db(database);
    return { client, database };
  } catch {
    throw new TypeError(SYNTAX);
  }
}
