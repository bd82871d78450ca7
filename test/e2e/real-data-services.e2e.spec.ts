import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Inbox, MemoryInboxStorage, subscribe, type PublicEvent } from '@touchstream/consumer';
import { contractOf, eventCatalogue, type StoredEvent } from '@touchstream/events';
import { everyEvent, START } from '@touchstream/event-store';
import { isInternal, topicOf } from '@touchstream/projections';
import { Kafka, logLevel } from 'kafkajs';
import { describeRealData } from '../fixtures/describe-real-data.js';
import { missingServers } from '../fixtures/engines.js';
import { dataSets, realData, type DataSet } from '../fixtures/real-data.js';
import { removeFolder, temporaryFolder } from '../fixtures/temporary-folder.js';
import { services, type Services } from './real-data/installation.js';
import { realDataTests } from './real-data/main-job.js';
import { partsOfRealData } from './real-data/parts.js';

/** What stands in for MongoDB in CI is slow: it gets a tenth of the data, and nothing twice, unless all is asked for. */
const WHOLE = process.env['TOUCHSTREAM_TEST_WHOLE'] === 'yes';
jest.setTimeout(240_000);

const topicOfType = ({ type }: StoredEvent): string => topicOf(contractOf(eventCatalogue.get(type)!).context);

describeRealData(
  'the real data in three services on KurrentDB, MongoDB and Kafka',
  dataSets,
  () => {
    let installation: Services;
    let folder: string;
    let folderOf = (set: DataSet) => realData(set)!;
    beforeAll(async () => {
      folder = await temporaryFolder();
      if (!WHOLE) folderOf = await partsOfRealData(folder);
      installation = await services();
    });
    // A database of this size takes its time to be dropped.
    afterAll(async () => {
      await installation.dispose();
      await removeFolder(folder);
    }, 20 * 60_000);

    realDataTests({
      installation: () => installation,
      folderOf: set => folderOf(set),
      whole: WHOLE,
      again: WHOLE,
    });

    it(
      'every public event reaches a consumer on Kafka once, and in order per key',
      async () => {
        const expected = new Map<string, string>();
        for await (const event of everyEvent(installation.eventStore))
          if (!isInternal(event)) expected.set(event.id, topicOfType(event));
        const { brokers, topicPrefix } = installation.engines.kafka;
        const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
        const seen: PublicEvent[] = [];
        const told: unknown[] = [];
        let isComplete!: () => void;
        const complete = new Promise<void>(resolve => (isComplete = resolve));
        const inbox = new Inbox({
          storage: new MemoryInboxStorage(),
          begin: 'at the start',
          handle: event => {
            seen.push(event);
            if (seen.length === expected.size) isComplete();
          },
          observer: { onGap: gap => told.push(gap), onHeld: hold => told.push(hold) },
        });
        const subscription = await subscribe({
          consumer: kafka.consumer({ groupId: `${topicPrefix}test` }),
          admin: kafka.admin(),
          topics: [...new Set(expected.values())].map(topic => topicPrefix + topic),
          inbox,
          fromBeginning: true,
        });
        await complete;
        await subscription.stop();

        expect(told).toEqual([]);
        expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(expected.keys()));
        expect(seen).toHaveLength(expected.size);
        const last = new Map<string, bigint>();
        const late = seen.filter(({ id, key, position }) => {
          const place = `${expected.get(id)} ${key}`;
          const isLate = position <= (last.get(place) ?? START);
          last.set(place, position);
          return isLate;
        });
        expect(late).toEqual([]);
      },
      5 * 60_000,
    );
  },
  missingServers(),
);
