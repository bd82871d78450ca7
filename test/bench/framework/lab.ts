import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Installations } from '../history/installations.js';
import type { Scale } from './scale.js';
import type { OpenSide } from './side.js';
import { SideProcess } from './side-process.js';

type OptionsOf<F> = F extends (options: infer O) => Promise<unknown> ? O : never;
interface Running {
  end(): Promise<void>;
}

export interface LabOptions {
  readonly scale: Scale;
  readonly installations: Installations;
}

/** What a bench works with: the size to work at, folders and processes of its own. All of it goes when it is cleared. */
export class Lab {
  readonly scale: Scale;
  /** Measured rounds of each side. */
  readonly rounds: number;
  /** Rounds before them that count nothing. */
  readonly warmUps: number;
  /** Stores that many benches read. */
  readonly installations: Installations;
  readonly #running: Running[] = [];
  readonly #folders: string[] = [];

  constructor({ scale, installations }: LabOptions) {
    this.scale = scale;
    this.rounds = scale === 'smoke' ? 1 : 5;
    this.warmUps = scale === 'smoke' ? 0 : 1;
    this.installations = installations;
  }

  sized<S>(sizes: Readonly<Record<Scale, S>>): S {
    return sizes[this.scale];
  }

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'touchstream-bench-'));
    this.#folders.push(folder);
    return folder;
  }

  /** Works in a folder that goes right afterwards: for what is large, or must be new in each round. */
  async inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'touchstream-bench-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Opens the side of a module in a process of its own. */
  async side<F extends OpenSide>(module: URL, options: OptionsOf<F>): Promise<SideProcess<F>> {
    return this.keep(await SideProcess.start<F>(module, options));
  }

  /** Sees to it that what was started is ended. */
  keep<R extends Running>(running: R): R {
    this.#running.push(running);
    return running;
  }

  async clear(): Promise<void> {
    await Promise.all(this.#running.splice(0).map(one => one.end()));
    await Promise.all(this.#folders.splice(0).map(folder => rm(folder, { recursive: true, force: true })));
  }
}
