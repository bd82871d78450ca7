import type { OwnServer } from '../../fixtures/own-server.js';
import type { System } from './system.js';

/** Servers that may be killed. */
export interface OwnServers {
  readonly kafka: OwnServer;
  readonly mongodb: OwnServer;
}

interface Named {
  readonly name: string;
  /** What it befalls. */
  readonly engine: 'process' | 'kurrentdb (double)' | 'mongodb' | 'kafka' | 'events';
}

/** A fault on the way to the given servers, or in the processes. */
export interface WayFault extends Named {
  /** Plays it once, under load. Gives the moment from which recovery counts (`performance.now()`): its end, or the kill. */
  readonly inject: (system: System) => Promise<number>;
  /** What must be so when all has recovered; throws where it is not. */
  readonly after?: (system: System) => Promise<void>;
}

/** A fault of a server itself. */
export interface ServerFault extends Named {
  readonly injectInto: (servers: OwnServers, system: System) => Promise<number>;
}

export type Fault = WayFault | ServerFault;

export const now = (): number => performance.now();
