import { setTimeout } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import grpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { CallOptions, Client, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { EventStoreUnavailable } from '../event-store.js';
import { failure, isNotLeader } from './failures.js';
import { clientUrl } from './server-url.js';

type StreamsConstructor = typeof StreamsClient;

/** What the client makes its own calls with. */
interface Calls {
  execute<T>(service: StreamsConstructor, name: string, call: (streams: StreamsClient) => Promise<T>): Promise<T>;
  GRPCStreamCreator<T>(
    service: StreamsConstructor,
    name: string,
    call: (streams: StreamsClient) => T,
  ): () => Promise<T>;
  callArguments(options: { requiresLeader?: boolean }, call: CallOptions): [Metadata, CallOptions];
  handleError(service: Client, error: Error): Promise<void>;
}

export interface CallBounds {
  /** Milliseconds. */
  readonly deadline: number;
  /** Answered by the leader only, which alone knows what stands there now. */
  readonly leader?: boolean;
}

/** Between two tries of a read while the client turns to the leader, in milliseconds. */
const LEADER_PAUSE = 10;

const connect = (url: string): EventStoreDBClient => {
  const known = clientUrl(url);
  try {
    return EventStoreDBClient.connectionString(known);
  } catch (error) {
    // What the client says of a URL that it cannot read shows the URL, password and all: it is no cause to be kept.
    if (error instanceof Error && 'connectionString' in error)
      // oxlint-disable-next-line preserve-caught-error
      throw new TypeError('it is no URL of KurrentDB; as in esdb://user:password@host:2113');
    throw error;
  }
};

/**
 * After a call that failed the client waits for the channel that it is opening, and nobody waits for that: where no leader
 * is found, the rejection would end the process. Who called is told of it anyway.
 */
function handleErrorsQuietly(calls: Calls): void {
  const handleError = calls.handleError.bind(calls);
  calls.handleError = (service, error) => handleError(service, error).catch(() => undefined);
}

/**
 * A connection to the server. The client gives addresses, TLS, credentials, the search for the leader and the
 * reconnecting; the calls are made on its stubs, because its own ones parse metadata as JSON where they can (so that
 * bytes are lost), tell of checkpoints before the events that come first have been read, share one map of appends
 * among all clients of a process, and leave appends waiting for ever where the server ends their stream.
 */
export class Connection {
  readonly #client: EventStoreDBClient;
  readonly #calls: Calls;
  readonly #open = new Set<() => void>();
  #channel: ReturnType<Client['getChannel']> | undefined;
  #closed = false;

  constructor(url: string) {
    this.#client = connect(url);
    this.#calls = this.#client as unknown as Calls;
    handleErrorsQuietly(this.#calls);
  }

  /** The server's one answer to the messages of one append. */
  append(messages: readonly AppendReq[], { deadline }: CallBounds): Promise<AppendResp> {
    const bounds = this.#calls.callArguments({ requiresLeader: true }, { deadline: Date.now() + deadline });
    const answer = this.#calls.execute(grpc.StreamsClient, 'append', streams => {
      this.#channel = streams.getChannel();
      return new Promise<AppendResp>((resolve, reject) => {
        const call = streams.append(...bounds, (error, response) => (error ? reject(error) : resolve(response)));
        for (const message of messages) call.write(message);
        call.end();
      });
    });
    return this.#bounded(answer, deadline);
  }

  /** All messages that answer a read of known length. */
  async read(request: ReadReq, { deadline, leader = false }: CallBounds): Promise<readonly ReadResp[]> {
    const until = performance.now() + deadline;
    return this.#bounded(
      (async () => {
        for (;;) {
          const call = await this.#start(request, { leader, deadline: until - performance.now() });
          const answer: Error | ReadResp[] = await call.toArray().catch(failure);
          if (Array.isArray(answer)) return answer;
          if (!isNotLeader(answer)) throw answer;
          await setTimeout(LEADER_PAUSE);
        }
      })(),
      deadline,
    );
  }

  /** The messages of a subscription, to be cancelled by whoever opened it. */
  subscribe(request: ReadReq, { deadline, leader = false }: CallBounds): Promise<ClientReadableStream<ReadResp>> {
    const started = this.#start(request, { leader, deadline: Infinity });
    const call = this.#bounded(started, deadline);
    // One that comes about only when nobody waits for it any more would stay open on the server.
    call.catch(() => started.then(late => late.cancel())).catch(() => undefined);
    return call;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const end of this.#open) end();
    await this.#client.dispose();
    this.#channel?.close();
  }

  async #start(request: ReadReq, { leader, deadline }: Required<CallBounds>): Promise<ClientReadableStream<ReadResp>> {
    const bounds = this.#calls.callArguments({ requiresLeader: leader }, { deadline: Date.now() + deadline });
    const call = await this.#calls.GRPCStreamCreator(grpc.StreamsClient, 'read', streams => {
      this.#channel = streams.getChannel();
      return streams.read(request, ...bounds);
    })();
    // A call that is cancelled fails after its reader has left.
    call.on('error', () => undefined);
    return call;
  }

  /** The client finds the server before gRPC's own deadline counts. */
  #bounded<T>(answer: Promise<T>, deadline: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.#open.delete(end);
        act();
      };
      const fail = (reason: string) => settle(() => reject(new EventStoreUnavailable(`KurrentDB: ${reason}`)));
      const end = () => fail('the event store is closed');
      const timer = globalThis.setTimeout(() => fail(`no answer within ${deadline} ms`), deadline);
      this.#open.add(end);
      answer.then(
        value => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(failure(error))),
      );
      if (this.#closed) end();
    });
  }
}
