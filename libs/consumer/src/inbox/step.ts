import { handledBy, holdAt, unfitAt, type EventMessage, type Message, type UnfitMessage } from './message.js';
import type { InboxOptions } from './options.js';
import type { Handled, Hold, Place } from './storage.js';
import type { Missing } from './told.js';
import { verdict, type Verdict } from './verdict.js';

/** The service failed, not the inbox' storage. */
export class HandlingFailed extends Error {
  override readonly name = 'HandlingFailed';

  constructor(
    readonly of: EventMessage,
    cause: unknown,
  ) {
    super('an event could not be handled', { cause });
  }
}

/** Why a run ends: events are missing before this message, or a key goes on with messages that came by before. */
export type Stop =
  | { readonly gap: EventMessage; readonly after: Place | undefined; readonly missing: Missing }
  | { readonly behind: Hold; readonly isDone: boolean };

/** A transaction, and what to tell when it holds. */
export interface Work<Tx> {
  readonly tx: Tx;
  readonly told: (() => void)[];
}

/** What becomes of one message, in a transaction. */
export class Step<Tx> {
  constructor(
    private readonly options: InboxOptions<Tx>,
    private readonly onOver: (hold: Hold) => void,
  ) {}

  /** Deals with the message; gives why it was not, or not only that is to be done. Throws {@link HandlingFailed}, and what the storage throws. */
  async take(work: Work<Tx>, message: Message): Promise<Stop | undefined> {
    const { key, place } = message;
    const hold = await this.options.storage.hold(work.tx, { topic: place.topic, key });
    if (hold?.released !== true) return this.dealWith(work, message, hold);
    if (hold.place.offset < place.offset) return { behind: hold, isDone: false };
    if (hold.place.offset === place.offset) await this.goOn(work, hold);
    return this.dealWith(work, message, undefined);
  }

  /** The hold is over. */
  async goOn({ tx, told }: Work<Tx>, hold: Hold): Promise<void> {
    const { storage, observer } = this.options;
    await storage.removeHold(tx, hold);
    told.push(() => {
      this.onOver(hold);
      observer?.onReleased?.(hold);
    });
  }

  private async dealWith(work: Work<Tx>, message: Message, hold: Hold | undefined): Promise<Stop | undefined> {
    if ('event' in message) return this.event(work, message, hold);
    if (hold === undefined) await this.unfit(work, message);
    return undefined;
  }

  private async unfit(work: Work<Tx>, message: UnfitMessage): Promise<void> {
    const counted = unfitAt(message.place);
    const passed = await this.options.storage.handled(work.tx, { key: message.key, stream: counted.stream });
    if (passed !== undefined && passed.revision >= counted.revision) return;
    await this.hold(work, holdAt(message, { kind: 'unfit', reason: message.unfit, ...counted }));
  }

  private async event(work: Work<Tx>, message: EventMessage, hold: Hold | undefined): Promise<Stop | undefined> {
    const { storage, begin, observer } = this.options;
    const { event } = message;
    const handled = await storage.handled(work.tx, event);
    const what = verdict(event, handled, begin);
    if (what === 'repeated') work.told.push(() => observer?.onRepeated?.(event));
    if (what === 'repeated' || waits(message, what, hold)) return undefined;
    if (what === 'gap') return gapBefore(message, handled);
    if (what === 'conflict') return this.conflict(work, message);
    await this.handle(work.tx, message);
    if (hold === undefined || event.revision < hold.revision) return undefined;
    const filled = { ...hold, released: true };
    await storage.setHold(work.tx, filled);
    return hold.place.offset < message.place.offset ? { behind: filled, isDone: true } : undefined;
  }

  private async handle(tx: Tx, message: EventMessage): Promise<void> {
    const { storage, handle } = this.options;
    const { event, place } = message;
    try {
      await handle(event, tx);
    } catch (cause) {
      throw new HandlingFailed(message, cause);
    }
    await storage.setHandled(tx, event, handledBy(event, place));
  }

  private async conflict(work: Work<Tx>, message: EventMessage): Promise<undefined> {
    const { stream, revision, id: eventId } = message.event;
    const reason = 'another event was handled at its place, or later ones that had been recorded before it';
    await this.hold(work, holdAt(message, { kind: 'conflict', reason, stream, revision, eventId }));
  }

  /** Stops the key from this message on, or from where it stands still already: what has waited since then is to be read again too. */
  async hold({ tx, told }: Work<Tx>, next: Hold): Promise<void> {
    const { storage, observer } = this.options;
    const before = await storage.hold(tx, next);
    const isEarlier = before !== undefined && before.place.offset < next.place.offset;
    const hold = isEarlier ? { ...next, place: before.place } : next;
    await storage.setHold(tx, hold);
    told.push(() => {
      if (before !== undefined) this.onOver(before);
      observer?.onHeld?.(hold);
    });
  }
}

/** While a key stands still only that is handled which it waits for: the events before the one that showed a gap. */
const waits = ({ event }: EventMessage, what: Verdict, hold: Hold | undefined): boolean =>
  hold !== undefined && !(hold.kind === 'gap' && what === 'next' && hold.stream === event.stream);

const gapBefore = (gap: EventMessage, handled: Handled | undefined): Stop => {
  const { key, stream, previous: upTo } = gap.event;
  return { gap, after: handled?.place, missing: { key, stream, after: handled?.revision ?? -1, upTo } };
};
