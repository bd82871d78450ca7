import type { Lab } from '../framework/lab.js';
import { Connection } from './connection.js';
import { get } from './request.js';

/** Reads one after the other, and times each. */
export class Reader {
  private constructor(private readonly connection: Connection) {}

  static async open(lab: Lab, port: number): Promise<Reader> {
    const connection = await Connection.open(port);
    lab.keep({ end: async () => connection.close() });
    return new Reader(connection);
  }

  async json<T>(path: string): Promise<T> {
    return JSON.parse((await this.#read(path)).body) as T;
  }

  /** Milliseconds of each read, in order. */
  async times(paths: readonly string[]): Promise<readonly number[]> {
    const times: number[] = [];
    for (const path of paths) times.push((await this.#read(path)).millis);
    return times;
  }

  async #read(path: string): Promise<{ readonly body: string; readonly millis: number }> {
    const started = performance.now();
    const { status, body } = await this.connection.send(get(path));
    const millis = performance.now() - started;
    if (status !== 200) throw new Error(`${path} was answered ${status}: ${body}`);
    return { body, millis };
  }
}
