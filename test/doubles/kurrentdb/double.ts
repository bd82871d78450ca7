import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import {
  Server,
  ServerCredentials,
  type Metadata,
  type sendUnaryData,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Faults, notLeader, unavailable, type Call, type Fault } from './faults.js';
import { Log } from './log.js';
import { appendAnswer, expectedRevision, proposedEvent, streamName } from './messages.js';
import { answerRead, subscription } from './reads.js';

const HOST = '127.0.0.1';
/** Signed by itself, for {@link HOST}. */
export const CERTIFICATE = fileURLToPath(new URL('tls/double.crt', import.meta.url));
const KEY = fileURLToPath(new URL('tls/double.key', import.meta.url));
const { LEADER } = gossip.MemberInfo.VNodeState;

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;
interface Subscriber {
  readonly call: ReadCall;
  readonly end: AbortController;
}

export interface DoubleOptions {
  /** Shared by the servers of one cluster. */
  readonly log?: Log;
  /** To come back where another had been; any free one where it is left out. */
  readonly port?: number;
  /** Of a follower: the server that calls for the leader are sent on to. */
  readonly leader?: KurrentDbDouble;
  /** With the certificate that stands beside. */
  readonly tls?: boolean;
}

/**
 * Plays a KurrentDB server to its client, on the service definitions that the client brings: appends at exact
 * revisions, reads of streams and of the log, filtered subscriptions to the log, gossip. Its log is in memory.
 */
export class KurrentDbDouble {
  readonly faults = new Faults();
  readonly log: Log;
  /** How often each call came. */
  readonly calls: Record<Call, number> = { append: 0, read: 0, subscribe: 0, gossip: 0 };
  /** What came with the newest call of each kind. */
  readonly newest: Partial<Record<Call, Metadata>> = {};
  port = 0;
  readonly #server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  readonly #subscribers = new Set<Subscriber>();

  static async start(options: DoubleOptions = {}): Promise<KurrentDbDouble> {
    const double = new KurrentDbDouble(options);
    await double.#listen(options);
    return double;
  }

  private constructor(private readonly options: DoubleOptions) {
    this.log = options.log ?? new Log();
    this.#server.addService(streamsService.StreamsService as never, {
      append: (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>) =>
        void this.#append(call, answer),
      read: (call: ReadCall) => void this.#read(call),
    });
    this.#server.addService(gossipService.GossipService as never, {
      read: (call: ServerUnaryCall<shared.Empty, gossip.ClusterInfo>, answer: sendUnaryData<gossip.ClusterInfo>) =>
        void this.#gossip(call, answer),
    });
  }

  get url(): string {
    return `esdb://${HOST}:${this.port}?tls=${this.options.tls === true}`;
  }

  get subscriptions(): number {
    return this.#subscribers.size;
  }

  /** Resolves when no subscription is open. */
  async idle(): Promise<void> {
    while (this.#subscribers.size > 0)
      await Promise.all([...this.#subscribers].map(({ call }) => once(call, 'cancelled')));
  }

  /** Ends every subscription, as a server does that restarts, or breaks it. */
  cutSubscriptions(how: 'ended' | 'broken'): void {
    for (const { call, end } of this.#subscribers) {
      end.abort();
      if (how === 'ended') call.end();
      else call.emit('error', unavailable());
    }
  }

  /** Keeps every subscription open and says nothing more to it. */
  silenceSubscriptions(): void {
    for (const { end } of this.#subscribers) end.abort();
  }

  async stop(): Promise<void> {
    this.silenceSubscriptions();
    this.#server.forceShutdown();
  }

  async #listen({ port = 0, tls = false }: DoubleOptions): Promise<void> {
    const credentials = tls
      ? ServerCredentials.createSsl(null, [{ cert_chain: readFileSync(CERTIFICATE), private_key: readFileSync(KEY) }])
      : ServerCredentials.createInsecure();
    this.port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(`${HOST}:${port}`, credentials, (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
  }

  async #append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): Promise<void> {
    const [head, ...rest] = (await call.toArray().catch(() => [])) as AppendReq[];
    // Of a client that has died in the middle there may be a part: nothing of it is done.
    if (head === undefined || call.cancelled) return;
    const fault = this.#admit('append', call);
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'refused') return answer(fault.error);
    const options = head.getOptions()!;
    if (fault?.kind === 'overtaken') fault.by(streamName(options.getStreamIdentifier()));
    const expected = expectedRevision(options);
    if (expected === undefined) throw new Error('the double knows exact revisions only');
    const proposed = rest.flatMap(request => proposedEvent(request) ?? []);
    const written = this.log.append(streamName(options.getStreamIdentifier()), expected, proposed);
    if (fault?.kind === 'late') await fault.until;
    const lost = fault?.kind === 'answer lost' || fault?.kind === 'ended';
    if (lost) answer(unavailable());
    else answer(null, appendAnswer(written));
  }

  async #read(call: ReadCall): Promise<void> {
    const options = call.request.getOptions()!;
    const fault = this.#admit(options.hasSubscription() ? 'subscribe' : 'read', call);
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'refused') return void call.emit('error', fault.error);
    if (fault?.kind === 'ended') return void call.end();
    if (fault?.kind === 'overtaken') fault.by('$all');
    if (fault?.kind === 'late') await fault.until;
    if (options.hasSubscription()) return this.#subscribe(call, options);
    for (const message of answerRead(options, this.log)) call.write(message);
    if (fault?.kind === 'answer lost') call.emit('error', unavailable());
    else call.end();
  }

  async #subscribe(call: ReadCall, options: ReadReq.Options): Promise<void> {
    const end = new AbortController();
    const subscriber = { call, end };
    this.#subscribers.add(subscriber);
    call.on('cancelled', () => {
      this.#subscribers.delete(subscriber);
      end.abort();
    });
    for await (const message of subscription(options, this.log, end.signal)) {
      if (end.signal.aborted) return;
      if (!call.write(message)) await once(call, 'drain', { signal: end.signal }).catch(() => undefined);
    }
  }

  async #gossip(
    call: ServerUnaryCall<shared.Empty, gossip.ClusterInfo>,
    answer: sendUnaryData<gossip.ClusterInfo>,
  ): Promise<void> {
    const fault = this.#admit('gossip', call);
    if (fault?.kind === 'late') await fault.until;
    answer(null, this.#members());
  }

  /** Counts a call, and says what is to befall it. */
  #admit(name: Call, call: { readonly metadata: Metadata }): Fault | undefined {
    this.calls[name] += 1;
    this.newest[name] = call.metadata;
    const { leader } = this.options;
    if (leader !== undefined && call.metadata.get('requires-leader')[0] === 'true')
      return { kind: 'refused', error: notLeader({ host: HOST, port: leader.port }) };
    return this.faults.take(name);
  }

  #members(): gossip.ClusterInfo {
    const endPoint = new gossip.EndPoint().setAddress(HOST).setPort(this.options.leader?.port ?? this.port);
    const member = new gossip.MemberInfo()
      .setInstanceId(new shared.UUID().setString('00000000-0000-4000-8000-000000000002'))
      .setTimeStamp('0')
      .setState(LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(endPoint);
    return new gossip.ClusterInfo().setMembersList([member]);
  }
}
