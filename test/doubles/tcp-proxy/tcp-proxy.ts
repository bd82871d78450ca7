import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How the way to the server is now; what is under way on an open connection is treated by it too. */
export interface Way {
  /** Added to every piece of data, each way, in milliseconds. */
  readonly latencyMs?: number;
  /** At most so many bytes a second, each way, per connection. */
  readonly bytesPerSecond?: number;
  /** Nothing comes through any more, and nobody is told: connections stay open and half dead. */
  readonly blackhole?: boolean;
  /** Every connection is cut when so many bytes more have gone to the server: in the middle of a request. */
  readonly cutAfterBytes?: number;
}

/** Gives what the server says as the client is to hear it, piece by piece. */
export type Rewrite = (data: Buffer) => Buffer;

/** A socket that is ending already cannot be reset: libuv refuses to, and Node would never let go of its handle, nor end. */
const reset = (socket: Socket): void => {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
};

/** A way through TCP from a port on loopback to a server, on which faults can be played. */
export class TcpProxy {
  readonly #sockets = new Set<Socket>();
  /** Half-open connections: see {@link strand}. */
  readonly #stranded = new WeakSet<Socket>();
  #way: Way = {};
  /** Kept while it is not listened on. */
  #port = 0;
  /** Bytes that have gone to the server so far, on all connections. */
  sent = 0;
  /** How often connections were cut in the middle of what was sent. */
  cuts = 0;
  /** Bytes that may still go to the server. */
  #room = Infinity;
  /** Called when the way has changed: what is held back looks again. */
  #changed: () => void = () => undefined;
  #change = new Promise<void>(resolve => (this.#changed = resolve));

  private constructor(
    private readonly server: Server,
    private readonly target: Address,
    private readonly answers: () => Rewrite,
  ) {
    server.on('connection', client => this.#join(client));
  }

  /** `answers`: for each connection, how what the server says on it is rewritten. */
  static async to(target: Address, answers: () => Rewrite = () => data => data): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, target, answers);
  }

  get address(): Address {
    return { host: '127.0.0.1', port: (this.server.address() as AddressInfo).port };
  }
  /** How many connections are open. */
  get connections(): number {
    return this.#sockets.size / 2;
  }

  /** From now on; what is left out is as if there were no proxy. */
  set(way: Way): void {
    this.#way = way;
    this.#room = way.cutAfterBytes ?? Infinity;
    this.#changed();
    this.#change = new Promise<void>(resolve => (this.#changed = resolve));
  }

  /** Cuts all connections, by a reset. New ones may be made. */
  cut(): void {
    for (const socket of this.#sockets) reset(socket);
  }

  /** Leaves all connections half open: nothing ever comes through them again, and nobody is told. New ones may be made. */
  strand(): void {
    for (const socket of this.#sockets) this.#stranded.add(socket);
  }

  /** Refuses new connections, and cuts those there are, until {@link accept}. */
  async refuse(): Promise<void> {
    this.#port = this.address.port;
    this.server.close();
    this.cut();
    await once(this.server, 'close');
  }
  /** Takes connections again, at the same address. */
  async accept(): Promise<void> {
    this.server.listen(this.#port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    this.set({});
    this.cut();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }

  #join(client: Socket): void {
    const server = connect({ ...this.target, allowHalfOpen: true });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', () => reset(other));
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    // What goes wrong with one side is told the other by the handlers above.
    pipeline(client, this.#passing(client, true), server, () => undefined);
    pipeline(server, this.#passing(server, false), client, () => undefined);
  }

  /** The data as it gets through. */
  #passing(from: Socket, isToServer: boolean): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
    const pass = this.#pass.bind(this);
    const cut = () => {
      this.cuts += 1;
      this.cut();
    };
    const isStranded = () => this.#stranded.has(from);
    const rewrite = isToServer ? (data: Buffer) => data : this.answers();
    return async function* passing(source) {
      for await (const data of source) {
        const passed = await pass(data, isToServer);
        // Thrown away; whoever reads the socket may still be told of its end.
        if (isStranded()) continue;
        yield rewrite(passed);
        if (passed.length < data.length) setImmediate(cut);
      }
    };
  }

  /** What of the data gets through, when it does. */
  async #pass(data: Buffer, isToServer: boolean): Promise<Buffer> {
    const { latencyMs = 0, bytesPerSecond = Infinity } = this.#way;
    const delay = latencyMs + (data.length / bytesPerSecond) * 1000;
    if (delay > 0) await pause(delay);
    while (this.#way.blackhole === true) await this.#change;
    if (!isToServer) return data;
    const passed = data.subarray(0, Math.min(data.length, this.#room));
    this.#room -= passed.length;
    this.sent += passed.length;
    return passed;
  }
}
