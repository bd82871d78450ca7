import { hash } from 'node:crypto';
import { ClaimMade, contractOf, decode, derivedId, streamName } from '@touchstream/events';
import { aggregateNamed, Refusal, type Claim } from '@touchstream/domain';
import { NO_STREAM, WrongExpectedRevision, type EventStore } from '@touchstream/event-store';
import type { Appender } from './appender.js';
import type { AggregateLoader } from './loaded.js';
import { metadataOf, type MetadataOfCommand } from './metadata.js';

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

interface Held {
  readonly revision: number;
  readonly holder?: Holder;
  readonly since: number;
}

/**
 * Uniqueness over streams: whoever first appends to the stream named after a value owns it. A claim is a step of its
 * own before the command's append; one that was never used is taken over by the next who asks, after a minute.
 */
export class Claims {
  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly appender: Appender,
    private readonly loader: AggregateLoader,
    private readonly clock: () => number,
  ) {}

  /** Claims the value for an aggregate. Throws a `Refusal` (`exists`) where another holds it. */
  async make(claim: Claim, holder: Holder, metadata: MetadataOfCommand): Promise<void> {
    const { tenantId, commandId } = metadata.request.context;
    const stream = claimStream(tenantId, claim);
    for (;;) {
      const held = await this.#read(stream);
      if (held.holder?.aggregateId === holder.aggregateId) return;
      if (held.holder !== undefined) await this.#ensureAbandoned(claim, held.holder, held.since);
      try {
        await this.appender.append({
          kind: 'claim',
          stream,
          expectedRevision: held.revision,
          events: [
            {
              id: derivedId(commandId, `${stream}/${held.revision + 1}`),
              type: ClaimMade.type,
              data: { kind: claim.kind, ...holder },
              metadata: metadataOf(metadata, { schemaVersion: contractOf(ClaimMade).version }),
            },
          ],
        });
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }

  async #read(stream: string): Promise<Held> {
    const [last] = await this.store.readStream(stream, { direction: 'backwards', limit: 1 });
    if (last === undefined) return { revision: NO_STREAM, since: 0 };
    const { aggregate, aggregateId } = decode(last).data as ClaimMade;
    return { revision: last.revision, holder: { aggregate, aggregateId }, since: Date.parse(last.recordedAt) };
  }

  async #ensureAbandoned(claim: Claim, { aggregate, aggregateId }: Holder, since: number): Promise<void> {
    const of = aggregateNamed(aggregate);
    const { state } = await this.loader.load(of, streamName(aggregate, aggregateId));
    if (of.holds?.(state, claim) === true) taken(claim, 'another record has this value already');
    if (this.clock() - since < ABANDONED_AFTER_MS)
      taken(claim, 'another record is being given this value; try again in a minute');
  }
}

function taken({ kind, field }: Claim, message: string): never {
  throw new Refusal('exists', `${kind}-taken`, message, field);
}
