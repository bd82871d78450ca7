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

const notIn = (url: string, options: MongoClientOptions): MongoClientOptions => {
  const given = new Set([...new URLSearchParams(url.split('?')[1] ?? '').keys()].map(name => name.toLowerCase()));
  return Object.fromEntries(Object.entries(options).filter(([name]) => !given.has(name.toLowerCase())));
};

/**
 * What the store relies on, whatever the URL says. What has been read and acknowledged stands on a majority of the servers, so that
 * no failover takes it back. Writes are not repeated by the driver but by who asked for them: they are made to be, on every server.
 */
const required = ({ deadline, selection }: Timing): MongoClientOptions & { readonly j: true } => ({
  writeConcern: { w: 'majority', wtimeoutMS: deadline },
  journal: true,
  j: true,
  readConcern: { level: 'majority' },
  // Where the URL has this name or `j`, the driver takes it before the one above.
  readConcernLevel: 'majority',
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

/** Throws TypeError, with nothing of the URL in it: there may be a password in what is wrong about it. */
export function clientOf(url: string, timing: Timing): Target {
  try {
    const database = databaseOf(url);
    const client = new MongoClient(url, { ...notIn(url, defaults), ...required(timing) });
    client.db(database);
    return { client, database };
  } catch {
    throw new TypeError(SYNTAX);
  }
}
