import type { OpenSide } from '../framework/side.js';
import { Random } from '../../fixtures/random.js';
import { closedLoop } from './closed-loop.js';
import { CommandMix } from './command-mix.js';
import { Connection } from './connection.js';
import { openLoop } from './open-loop.js';
import { ReadMix } from './read-mix.js';
import type { LoadResult } from './tally.js';
import type { Traffic } from './traffic.js';

export interface LoadOptions {
  readonly port: number;
  /** Commands over so many records of each kind, or reads of these paths. */
  readonly traffic: { readonly commands: { readonly records: number } } | { readonly reads: readonly string[] };
  readonly seed?: number;
}

/** `clients` send one after the other each; with a `rate`, in requests per second, they share what becomes due. */
export interface Load {
  readonly clients: number;
  readonly seconds: number;
  readonly rate?: number;
}

const PREPARING = 64;

async function prepare(port: number, { preparations = [] }: Traffic): Promise<void> {
  const clients = await Promise.all(Array.from({ length: PREPARING }, () => Connection.open(port)));
  for (const step of preparations) {
    const left = step[Symbol.iterator]();
    const client = async (connection: Connection) => {
      for (const make of left) {
        const { request, learn } = make();
        const { status, body } = await connection.send(request);
        if (status >= 300) throw new Error(`a preparation was answered ${status}: ${body}`);
        learn?.(body);
      }
    };
    await Promise.all(clients.map(client));
  }
  for (const client of clients) client.close();
}

/** The client of a server: a process of its own that sends what it is told to, and tells how long the answers took. */
export const open = (async ({ port, traffic: of, seed = 1 }: LoadOptions) => {
  const random = new Random(seed);
  const traffic: Traffic = 'reads' in of ? new ReadMix(random, of.reads) : new CommandMix(random, of.commands.records);
  await prepare(port, traffic);
  let connections: Connection[] = [];
  const connected = async (count: number) => {
    while (connections.length < count) connections.push(await Connection.open(port));
    return connections.slice(0, count);
  };
  return {
    round: async ({ clients, seconds, rate }: Load): Promise<LoadResult> => {
      const used = await connected(clients);
      return rate === undefined ? closedLoop(used, traffic, { seconds }) : openLoop(used, traffic, { seconds, rate });
    },
    close: async () => {
      for (const connection of connections) connection.close();
      connections = [];
    },
  };
}) satisfies OpenSide<LoadOptions, Load, LoadResult>;
