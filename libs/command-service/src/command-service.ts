import { contractOf, derivedId, eventCatalogue, streamName, type Channel } from '@touchstream/events';
import {
  aggregateNamed,
  later,
  Refusal,
  type Command,
  type CommandMeta,
  type FactReference,
  type Facts,
} from '@touchstream/domain';
import { NO_STREAM, WrongExpectedRevision, type EventStore } from '@touchstream/event-store';
import { Appender, type NewEvent } from './appender.js';
import { Claims } from './claims.js';
import { CommandIdReused, StaleRevision } from './errors.js';
import { AggregateLoader, type Loaded } from './loaded.js';
import { metadataInTurn, type MetadataOfCommand } from './metadata.js';
import { contentHash, type CommandRequest, type CommandResult } from './request.js';
import { Reactions } from './reactions.js';
import { Serial } from './serial.js';
import { tracedCommand } from './tracing.js';

export interface CommandServiceOptions {
  readonly store: EventStore;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Told of each append that met a newer stream and was decided again. */
  readonly onConflict?: (aggregate: string) => void;
  /** Told how many seconds the store took for each append that it answered with success. */
  readonly onAppended?: (seconds: number) => void;
}

/**
 * A clock may be so far behind the caller's; an `occurredAt` further ahead is refused. That of a command which follows from
 * an event was taken with the event.
 */
const SKEW_MS = 60_000;
/** Another process may win the race for a stream; so often it is tried again before the caller is told. */
const MOST_ATTEMPTS = 10;

type References = Readonly<Record<string, FactReference | undefined>>;
const NO_FACTS: Facts = {};

type Decided = readonly { readonly type: string; readonly data: unknown; readonly occurredAt?: string }[];

/**
 * Carries commands out: load the aggregate, let it decide, append at the exact revision. One command changes one
 * stream. Throws `Refusal`, {@link StaleRevision}, {@link CommandIdReused}, `EventStoreUnavailable`.
 */
export class CommandService {
  readonly #clock: () => number;
  readonly #loader: AggregateLoader;
  readonly #appender: Appender;
  readonly #claims: Claims;
  readonly #reactions: Reactions;
  readonly #serial = new Serial();
  readonly #onConflict: (aggregate: string) => void;

  constructor({
    store,
    clock = Date.now,
    onConflict = () => undefined,
    onAppended = () => undefined,
  }: CommandServiceOptions) {
    this.#clock = clock;
    this.#loader = new AggregateLoader(store);
    this.#appender = new Appender(store, onAppended);
    this.#claims = new Claims(store, this.#appender, this.#loader, clock);
    this.#reactions = new Reactions(store, this.#appender, request => this.execute(request));
    this.#onConflict = onConflict;
  }

  execute(request: CommandRequest): Promise<CommandResult> {
    const id = aggregateIdOf(request);
    const stream = streamName(request.aggregate.name, id);
    return tracedCommand(request, () => this.#serial.run(stream, () => this.#execute(request, id, stream)));
  }

  /**
   * Carries out a command that follows from an event: once, also where it is refused or changes nothing. Gives the code of what
   * refused it. Throws what passes: `EventStoreUnavailable`, {@link StaleRevision}, `UndecodableEvent` where that is newer.
   */
  react(request: CommandRequest): Promise<string | undefined> {
    return this.#reactions.carryOut(request);
  }

  /** The state of an aggregate and its revision (-1 where it does not exist). */
  async read(aggregate: string, id: string): Promise<{ readonly state: unknown; readonly revision: number }> {
    const { state, revision } = await this.#loader.load(aggregateNamed(aggregate), streamName(aggregate, id));
    return { state, revision };
  }

  async #execute(request: CommandRequest, id: string, stream: string): Promise<CommandResult> {
    const hash = contentHash(request);
    for (let attempt = 1; ; attempt += 1) {
      const loaded = await this.#loader.load(request.aggregate, stream);
      const first = loaded.commands.get(request.context.commandId);
      if (first !== undefined) {
        const before = await this.#loader.recall(loaded.stream, first);
        if (before.hash !== hash)
          throw new CommandIdReused('the idempotency key was used before, with another content');
        return answer(id, loaded, before, true);
      }
      ensureMayRun(request, loaded);
      try {
        return await this.#decideAndAppend(request, id, loaded, hash);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
        this.#loader.forget(loaded.stream);
        this.#onConflict(request.aggregate.name);
        if (attempt === MOST_ATTEMPTS) throw new StaleRevision(error.expected, error.actual);
      }
    }
  }

  async #decideAndAppend(request: CommandRequest, id: string, loaded: Loaded, hash: string): Promise<CommandResult> {
    const { aggregate, command: name, context } = request;
    const { command, metadata } = this.#prepare(request, id, loaded, hash);
    const references = aggregate.facts?.[name]?.(command as never, loaded.state);
    const facts = references === undefined ? NO_FACTS : await this.#facts(references);
    const events: Decided = aggregate.decide[name]!(command as never, loaded.state, facts);
    if (events.length === 0) return answer(id, loaded, { events: [], position: loaded.position }, false);

    const claims = (aggregate.claims?.[name]?.(command as never, loaded.state) ?? []).filter(
      claim => aggregate.holds?.(loaded.state, claim) !== true,
    );
    if (claims.length > 0) await this.#claims.make(claims, { aggregate: aggregate.name, aggregateId: id }, metadata);
    const { described, state } = describe(metadata, loaded, events);
    const { revision, position } = await this.#appender.append({
      kind: aggregate.name,
      stream: loaded.stream,
      expectedRevision: loaded.revision,
      events: described,
    });
    const occurredAt = described.map(event => event.metadata.occurredAt).reduce(later);
    this.#loader.keep(loaded, { commandId: context.commandId, revision, position, occurredAt }, state);
    const given = described.map((event, at) => ({
      id: event.id,
      type: event.type,
      revision: loaded.revision + 1 + at,
    }));
    return answer(id, loaded, { events: given, position }, false);
  }

  #prepare(request: CommandRequest, id: string, loaded: Loaded, hash: string) {
    const { context } = request;
    const { occurredAt: given, channel } = request.body;
    const at = this.#clock();
    const now = new Date(at).toISOString();
    // What the record tells already has happened before this, whatever the clock of the process that took it.
    const occurredAt = (given as string | undefined) ?? later(now, loaded.occurredAt);
    if (given !== undefined && context.causationId === undefined && Date.parse(occurredAt) > at + SKEW_MS)
      throw new Refusal('rule', 'in-the-future', 'occurredAt must not lie in the future', '/occurredAt');
    const meta: CommandMeta = {
      commandId: context.commandId,
      aggregateId: id,
      occurredAt,
      now,
      actor: context.actor,
      channel: channel as Channel | undefined,
    };
    return {
      command: { data: ownFields(request.body), meta } as Command,
      metadata: { request, occurredAt, commandHash: hash },
    };
  }

  async #facts(references: References): Promise<Facts> {
    const names = Object.keys(references).filter(name => references[name] !== undefined);
    const read = await Promise.all(
      names.map(name => {
        const { aggregate, id } = references[name]!;
        return this.#loader.load(aggregateNamed(aggregate), streamName(aggregate, id));
      }),
    );
    return Object.fromEntries(names.map((name, at) => [name, read[at]!.state]));
  }
}

/** Gives each decided event its id and its metadata: its version, and the customer it concerns. Tells the state after them all. */
function describe(
  metadata: MetadataOfCommand & { readonly request: CommandRequest },
  loaded: Loaded,
  decided: Decided,
): { readonly described: readonly NewEvent[]; readonly state: unknown } {
  const { aggregate, context } = metadata.request;
  const metadataOf = metadataInTurn(metadata);
  const evolve = aggregate.evolve as Record<string, (state: unknown, event: unknown) => unknown>;
  let { state } = loaded;
  const described = decided.map((event, at) => {
    const { type, data, occurredAt } = event;
    state = evolve[type]!(state, event);
    const contract = eventCatalogue.get(type);
    if (contract === undefined) throw new Error(`${type} is not in the catalogue`);
    const schemaVersion = contractOf(contract).version;
    const customerId = aggregate.customerId(state, event as never);
    return {
      id: derivedId(context.commandId, `${loaded.stream}/${at}`),
      type,
      data,
      metadata: metadataOf({ schemaVersion, customerId, occurredAt }),
    };
  });
  return { described, state };
}

/** What every command may say: it is for the metadata, not for the decision. */
const COMMON: ReadonlySet<string> = new Set(['occurredAt', 'channel', 'source', 'reasonCode', 'comment']);

function ownFields(body: CommandRequest['body']): Record<string, unknown> {
  const own: Record<string, unknown> = {};
  for (const field of Object.keys(body)) if (!COMMON.has(field)) own[field] = body[field];
  return own;
}

function aggregateIdOf({ aggregate, command, aggregateId, body, context }: CommandRequest): string {
  if (aggregateId !== undefined) return aggregateId;
  return aggregate.identify?.[command]?.(body as never) ?? derivedId(context.commandId, aggregate.name);
}

function ensureMayRun({ aggregate, command, expectedRevision }: CommandRequest, { revision }: Loaded): void {
  const creates = aggregate.creates.includes(command);
  if (revision === NO_STREAM && !creates)
    throw new Refusal('missing', `unknown-${aggregate.name}`, `there is no such ${aggregate.name}`);
  if (revision !== NO_STREAM && creates && aggregate.identify?.[command] === undefined)
    throw new CommandIdReused('the idempotency key was used before, with another content');
  if (expectedRevision !== undefined && expectedRevision !== revision)
    throw new StaleRevision(expectedRevision, revision);
}

const answer = (
  id: string,
  { stream, revision }: Loaded,
  { events, position }: Pick<CommandResult, 'events' | 'position'>,
  repeated: boolean,
): CommandResult => ({ id, stream, revision: events.at(-1)?.revision ?? revision, position, events, repeated });
