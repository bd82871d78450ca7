import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const MAIN = fileURLToPath(import.meta.resolve('@touchstream/standalone/main'));

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The standalone server as a process of its own, on a data folder that outlives it. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #errors = '';
  readonly url: string;

  constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN, '--empty'], {
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(this.port),
        LOG_LEVEL: 'error',
        EVENT_STORE_URL: `sqlite:${join(this.folder, 'events.db')}`,
        VIEW_STORE_URL: `sqlite:${join(this.folder, 'views.db')}`,
        EVENT_BUS_URL: `log:${join(this.folder, 'bus')}`,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    this.#errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString()).slice(-2000)));
    for (;;) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${this.#errors}`);
      const ready = await fetch(`${this.url}/health/ready`).then(
        answer => answer.ok,
        () => false,
      );
      if (ready) return;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** Ends it as a crash would. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }
  /** Ends it as an operator would. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}
