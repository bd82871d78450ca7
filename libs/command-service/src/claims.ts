import { hash } from 'node:crypto';
import { ClaimMade, decode, streamName } from '@touchstream/events';
import { aggregateNamed, Refusal, type Claim } from '@touchstream/domain';
import { EventStoreUnavailable, NO_STREAM, WrongExpectedRevision, type EventStore } from '@touchstream/event-store';
import type { Appender } from './appender.js';
import type { AggregateLoader } from './loaded.js';
import type { MetadataOfCommand } from './metadata.js';
import { ownEvent } from './own-event.js';

/** A claim that its holder has not come to use for so long was left behind by a crash, and may be taken over. */
export const ABANDONED_AFTER_MS = 60_000;

/** The stream of a value: named by its hash, for a value may be personal. */
export const claimStream = (tenantId: string, { kind, value }: Pick<Claim, 'kind' | 'value'>): string =>
  streamName('claim', `${kind}.${hash('sha256', `${tenantId}\0${kind}\0${value}`, 'hex').slice(0, 32)}`);

/** Who a value belongs to. */
export interface Holder {
  readonly aggregate: string;
  readonly aggregateId: string;
}

/** Who has claimed a value: each holder once, the last first. */
interface Claimed {
  /** Of the last claim. */
  readonly revision: number;
  readonly holders: readonly Holder[];
  /** When the last claim was made; milliseconds since 1970. */
  readonly since: number;
}

/** A value that an aggregate may claim, as it was found. */
interface FreeValue {
  readonly claim: Claim;
  readonly stream: string;
  readonly revision: number;
  /** Who else claimed it before, and holds it no more. */
  readonly others: readonly Holder[];
}

/** So many claims of a value are looked at, the last first. */
const MOST_CLAIMS = 1_000;

/**
 * Uniqueness over streams: whoever first appends to the stream named after a value owns it. A claim is a step of its
 * own before the command's append; one that was never used is taken over by the next who asks, after a minute. Each
 * command claims anew what its aggregate does not hold, were it claimed by the same before: it so has a minute of its
 * own, and of two who find one claim abandoned the slower meets a newer stream.
 */
export class Claims {
  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly appender: Appender,
    private readonly loader: AggregateLoader,
    private readonly clock: () => number,
  ) {}

  /**
   * Claims the values that a command would give its aggregate, which holds none of them: once all have been found free, so that a
   * command that is refused holds up nobody, least of all who corrects it. Throws a `Refusal` (`exists`) where another holds one;
   * `EventStoreUnavailable` where it took so long that others may soon take the claims over.
   */
  async make(claims: readonly Claim[], holder: Holder, metadata: MetadataOfCommand): Promise<void> {
    const begun = this.clock();
    const free: FreeValue[] = [];
    for (const claim of claims) free.push(await this.#find(claim, holder, metadata));
    for (const value of free) await this.#take(value, holder, metadata);
    if (this.clock() - begun > ABANDONED_AFTER_MS / 2)
      throw new EventStoreUnavailable('the event store took too long to claim the unique values');
  }

  async #find(claim: Claim, { aggregateId }: Holder, metadata: MetadataOfCommand): Promise<FreeValue> {
    const stream = claimStream(metadata.request.context.tenantId, claim);
    const { revision, holders, since } = await this.#read(stream);
    const others = holders.filter(other => other.aggregateId !== aggregateId);
    await this.#ensureHeldByNone(others, claim);
    if (others[0] === holders[0] && this.clock() - since < ABANDONED_AFTER_MS)
      taken(claim, 'another record is being given this value; try again in a minute');
    return { claim, stream, revision, others };
  }

  async #take(found: FreeValue, holder: Holder, metadata: MetadataOfCommand): Promise<void> {
    const { claim, stream, revision, others } = found;
    try {
      await this.appender.append({
        kind: 'claim',
        stream,
        expectedRevision: revision,
        events: [ownEvent(metadata, ClaimMade, { stream, revision: revision + 1 }, { kind: claim.kind, ...holder })],
      });
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      return this.#take(await this.#find(claim, holder, metadata), holder, metadata);
    }
    // Looked at once more now that the claim stands: one of them may have been slow to append, and is seen from now on.
    return this.#ensureHeldByNone(others, claim);
  }

  async #read(stream: string): Promise<Claimed> {
    const claims = await this.store.readStream(stream, { direction: 'backwards', limit: MOST_CLAIMS });
    const holders = new Map<string, Holder>();
    for (const { aggregate, aggregateId } of claims.map(one => decode(one).data as ClaimMade))
      if (!holders.has(aggregateId)) holders.set(aggregateId, { aggregate, aggregateId });
    const [last] = claims;
    return {
      revision: last?.revision ?? NO_STREAM,
      holders: [...holders.values()],
      since: last === undefined ? 0 : Date.parse(last.recordedAt),
    };
  }

  async #ensureHeldByNone(holders: readonly Holder[], claim: Claim): Promise<void> {
    for (const { aggregate, aggregateId } of holders) {
      const of = aggregateNamed(aggregate);
      const { state } = await this.loader.load(of, streamName(aggregate, aggregateId));
      if (of.holds?.(state, claim) === true) taken(claim, 'another record has this value already');
    }
  }
}

function taken({ kind, field }: Claim, message: string): never {
  throw new Refusal('exists', `${kind}-taken`, message, field);
}
