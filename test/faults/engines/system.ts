import { setTimeout as pause } from 'node:timers/promises';
import { KurrentDbEventStore } from '@touchstream/event-store';
import { storedEvents } from '@touchstream/projections';
import { MongoDbViewStore, type ViewStore } from '@touchstream/view-store';
import { KurrentDbDouble } from '../../doubles/kurrentdb/index.js';
import { TcpProxy, type Address } from '../../doubles/tcp-proxy/index.js';
import { realEngines, type RealEngines, type Servers } from '../../fixtures/engines.js';
import type { Random } from '../../fixtures/random.js';
import { documentsIn, judgeCommands, judgeViews } from '../judge/index.js';
import { Clients } from '../load/clients.js';
import { Workload } from '../load/workload.js';
import { withAddress } from './kafka-address.js';
import { Memory } from './memory.js';
import { PublicFeed } from './public-feed.js';
import { whenAllIsThere, whenPublished, whenRecovered } from './recovery.js';
import { Supervised } from './supervised.js';

/** What is waited for when a process dies, in seconds: the least that may be set. */
export const LEASE_SECONDS = 3;
/** The relay's patience with a broker, in milliseconds. */
export const KAFKA_TIMEOUT = 2_000;
/** So many clients, thinking so long on average: a load that the slowest engine bears, on a machine that does other things too. */
const CLIENTS = 4;
const THINK_MS = 200;

export interface Verdict {
  readonly lost: number;
  readonly doubled: number;
  readonly viewsDiffering: number;
}

interface Services {
  readonly command: Supervised;
  readonly projectors: readonly [Supervised, Supervised];
  readonly query: Supervised;
}

interface Parts {
  readonly engines: RealEngines;
  readonly mongodb: TcpProxy;
  readonly kafka: TcpProxy;
  readonly services: Services;
  readonly clients: Clients;
  readonly workload: Workload;
  readonly feed: PublicFeed;
  readonly endFeed: () => Promise<void>;
  readonly viewStore: ViewStore;
  readonly ended: readonly string[];
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const addressOf = (hostAndPort: string): Address => {
  const [host = '', port] = hostAndPort.split(':');
  return { host, port: Number(port) };
};
const through = (proxy: TcpProxy) => `${proxy.address.host}:${proxy.address.port}`;

function envThrough({ env, kafka }: RealEngines, proxies: { mongodb: TcpProxy; kafka: TcpProxy }) {
  const views = new URL(env.VIEW_STORE_URL);
  views.host = through(proxies.mongodb);
  return {
    EVENT_STORE_URL: env.EVENT_STORE_URL,
    VIEW_STORE_URL: views.href,
    EVENT_BUS_URL: `kafka://${through(proxies.kafka)}/?topicPrefix=${kafka.topicPrefix}&partitions=3&timeoutMs=${KAFKA_TIMEOUT}`,
    LEASE_SECONDS: String(LEASE_SECONDS),
  };
}

async function startServices(env: Readonly<Record<string, string>>, ended: string[]): Promise<Services> {
  const note = (how: string) => ended.push(how);
  const [command, one, other, query] = await Promise.all([
    Supervised.of('command-api', env, note),
    Supervised.of('projector', env, note),
    Supervised.of('projector', env, note),
    Supervised.of('query-api', env, note),
  ]);
  await Promise.all([command, one, other, query].map(service => service.start()));
  return { command, projectors: [one, other], query };
}

/**
 * The whole system, standing and under load: the double of KurrentDB, the three services (two projectors) as processes, MongoDB and Kafka
 * through proxies, clients that send commands all the time, and a consumer of the public feed. The judge goes directly to the engines.
 */
export class System {
  double: KurrentDbDouble;
  readonly memory = new Memory();
  #working: Promise<void> = Promise.resolve();

  private constructor(
    readonly parts: Parts,
    readonly random: Random,
  ) {
    this.double = parts.engines.double;
  }

  static async start(servers: Servers, random: Random): Promise<System> {
    const engines = await realEngines(servers);
    const { hostname, port } = new URL(servers.mongodb);
    const mongodb = await TcpProxy.to({ host: hostname, port: Number(port) });
    const broker = addressOf(servers.brokers);
    const kafka: TcpProxy = await TcpProxy.to(broker, () => withAddress(broker, kafka.address.port));
    const feed = await PublicFeed.open(engines.kafka);
    const subscription = await feed.begin();
    const ended: string[] = [];
    const services = await startServices(envThrough(engines, { mongodb, kafka }), ended);
    const workload = new Workload(random);
    const clients = new Clients({ url: services.command.url, workload, random, thinkMs: THINK_MS });
    const viewStore = await MongoDbViewStore.open({ url: engines.env.VIEW_STORE_URL, readOnly: true });
    const endFeed = () => subscription.stop();
    const parts = { engines, mongodb, kafka, services, clients, workload, feed, endFeed, viewStore, ended };
    return new System(parts, random);
  }

  get acknowledged(): number {
    return this.parts.clients.acknowledged.length;
  }
  get processes(): readonly Supervised[] {
    const { command, projectors, query } = this.parts.services;
    return [command, ...projectors, query];
  }

  /** Sends commands from now on. */
  load(): void {
    this.#working = this.parts.clients.run(CLIENTS);
    this.#working.catch(() => undefined);
  }

  /** Some time passes under load. */
  async anyMoment(most = 600): Promise<void> {
    await pause(this.random.whole(50, most));
  }

  /** The server goes away, and comes back where it was, with all it had. */
  async withoutEventStore(millis: number): Promise<void> {
    const { log, port } = this.double;
    await this.double.stop();
    await pause(millis);
    this.double = await KurrentDbDouble.start({ log, port });
  }

  /** Resolves when commands are accepted, and all that was acknowledged is in the views and on the public feed. */
  async recovered(): Promise<void> {
    await whenRecovered(this.parts);
    await this.memory.look(this.processes);
    this.ensureNoneEnded();
  }

  /** Lets the clients come to an end and everything catch up; then compares all there is. */
  async judge(): Promise<Verdict> {
    const { clients, viewStore, feed, engines } = this.parts;
    clients.stop();
    await this.#working;
    await clients.settle(AbortSignal.timeout(60_000));
    const store = await KurrentDbEventStore.open({ url: engines.env.EVENT_STORE_URL, readOnly: true });
    const late = await whenAllIsThere(this.parts, await store.head()).catch((error: Error) => error.message);
    const events = await storedEvents(store);
    await store.close();
    const { lost, doubled } = judgeCommands(events, clients.acknowledged);
    const verdicts = await judgeViews(viewStore, events);
    await whenPublished(feed, events).catch(() => undefined);
    const published = feed.differing(events);
    if (late !== undefined) say(late);
    for (const { view, differing } of verdicts) say(`${view}: ${differing} documents differ`);
    if (published > 0) say(`${published} public events differ`);
    return { lost, doubled: doubled + clients.differing, viewsDiffering: documentsIn(verdicts) + published };
  }

  /** Ends the processes, and nothing else. */
  async kill(): Promise<void> {
    await Promise.all(this.processes.map(service => service.kill()));
  }

  async dispose(): Promise<void> {
    const { clients, viewStore, endFeed, engines, mongodb, kafka } = this.parts;
    clients.stop();
    await this.kill();
    await this.#working.catch(() => undefined);
    await Promise.all([endFeed(), viewStore.close(), mongodb.close(), kafka.close(), this.double.stop()]);
    await engines.dispose();
  }

  private ensureNoneEnded(): void {
    const [how] = this.parts.ended;
    if (how !== undefined) throw new Error(how);
  }
}
