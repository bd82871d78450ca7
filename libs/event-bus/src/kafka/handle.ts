import { within } from './timing.js';

interface Client {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** A client that is connected when it is needed, and dropped when a call fails: what state it is in then, nobody knows. */
export class Handle<C extends Client> {
  #current: { readonly client: C; readonly connected: Promise<void> } | undefined;

  constructor(private readonly make: () => C) {}

  /** Runs a call, and the connecting before it, within so many milliseconds. */
  async use<T>(millis: number, call: (client: C) => Promise<T>): Promise<T> {
    this.#current ??= this.#connect();
    const { client, connected } = this.#current;
    try {
      return await within(
        millis,
        connected.then(() => call(client)),
      );
    } catch (error) {
      if (this.#current?.client === client) void this.drop();
      throw error;
    }
  }

  /** Lets go of the client; the next call makes a new one. Resolves when its connections are closed. */
  async drop(): Promise<void> {
    const dropped = this.#current;
    this.#current = undefined;
    await dropped?.client.disconnect().catch(() => undefined);
  }

  #connect() {
    const client = this.make();
    const connected = client.connect();
    connected.catch(() => undefined);
    return { client, connected };
  }
}
