import { Kafka } from 'kafkajs';
import { Inbox, subscribe } from '@touchstream/consumer';
import { openDatabase } from './database.js';
import { InboxTables } from './inbox-tables.js';
import { takeOrder } from './orders.js';
import { serve } from './server.js';

export interface ServiceOptions {
  /** `host:port` */
  readonly brokers: readonly string[];
  /** What stands before the names of the installation's topics; mostly nothing. */
  readonly topicPrefix: string;
  /** The consumer group: its members share the partitions. */
  readonly group: string;
  /** The service's file. */
  readonly path: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Told what an operator should know. */
  readonly log: (line: string) => void;
}

export interface Service {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Subscribes to the orders, keeps the view of them, and serves it. */
export async function startService({ brokers, topicPrefix, group, path, port, log }: ServiceOptions): Promise<Service> {
  const db = openDatabase(path);
  const reading = openDatabase(path);
  const storage = new InboxTables(db);
  const inbox = new Inbox({
    storage,
    handle: takeOrder,
    begin: 'at the start',
    observer: {
      onGap: ({ stream, after, upTo }) => log(`events of ${stream} are missing after ${after}, up to ${upTo}`),
      onHeld: ({ topic, key, reason }) => log(`${topic}: ${key} stands still: ${reason}`),
      onReleased: ({ topic, key }) => log(`${topic}: ${key} goes on`),
    },
  });
  const kafka = new Kafka({
    clientId: group,
    brokers: [...brokers],
    // A broker that is away for a while, or whose coordinator is still loading, is waited for.
    retry: { retries: Number.MAX_SAFE_INTEGER, initialRetryTime: 100, maxRetryTime: 5_000 },
    logCreator: () => () => undefined,
  });
  const consumer = kafka.consumer({
    groupId: group,
    maxWaitTimeInMs: 500,
    // So long its partitions wait after it was killed: the least that a broker allows by default.
    sessionTimeout: 6_000,
    heartbeatInterval: 1_500,
    // The relay makes topics, with the number of partitions that its operator wants.
    allowAutoTopicCreation: false,
  });
  const subscription = await subscribe({
    consumer,
    admin: kafka.admin(),
    topics: [`${topicPrefix}crm.sales.v1`],
    inbox,
    fromBeginning: true,
    onAway: ({ message }) => log(`does not read, and tries again: ${message}`),
  });
  const { server, url } = await serve({ db: reading, inbox: new InboxTables(reading), subscription, port });
  return {
    url,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await subscription.stop();
      db.close();
      reading.close();
    },
  };
}
