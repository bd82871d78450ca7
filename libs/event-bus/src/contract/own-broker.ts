import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe } from '@jest/globals';

const SERVERS = 'TEST_SERVERS';
const run = promisify(execFile);

/** A suite that kills brokers: of its own, by the script `kafka` in the folder that the variable names. Skipped, aloud, where it is not set. */
export function describeWithOwnBroker(name: string, suite: () => void): void {
  const reason = `SKIPPED: ${SERVERS} is not set`;
  const isHere = (process.env[SERVERS] ?? '') !== '';
  if (!isHere) process.stderr.write(`${name}: ${reason}\n`);
  const describeHere = isHere ? describe : describe.skip;
  describeHere(isHere ? name : `${name}: ${reason}`, () => {
    suite();
  });
}

/** A broker that a test may kill. Started again it has the same address and data. */
export class OwnBroker {
  private constructor(
    private readonly folder: string,
    /** `host:port` */
    readonly address: string,
  ) {}

  static async start(): Promise<OwnBroker> {
    const folder = await mkdtemp(join(tmpdir(), 'kafka-'));
    return new OwnBroker(folder, addressIn(await script('start', folder)));
  }

  async kill(): Promise<void> {
    await script('kill', this.folder);
  }

  async startAgain(): Promise<void> {
    await script('start', this.folder);
  }

  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function script(command: 'start' | 'kill', folder: string): Promise<string> {
  const { stdout } = await run(join(process.env[SERVERS] ?? '', 'kafka'), [command, folder]);
  return stdout;
}

const addressIn = (printed: string): string => /TEST_KAFKA_BROKERS=(\S+)/.exec(printed)?.[1] ?? '';
