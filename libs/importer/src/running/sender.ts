import {
  commandValidator,
  CommandIdReused,
  StaleRevision,
  type CommandContext,
  type CommandRequest,
  type CommandService,
} from '@touchstream/command-service';
import { importBatch, Refusal, type Aggregate } from '@touchstream/domain';
import { uuidv7, UndecodableEvent, type Actor } from '@touchstream/events';
import type { IsKnown, PreparedCommand } from '../plan/index.js';
import { patiently } from './patience.js';

/** What of the command service an import needs. */
export type Commands = Pick<CommandService, 'execute' | 'read'>;

/** Why a command was refused; `pointer` names the field it is about. */
export interface CommandRefusal {
  readonly reason: string;
  readonly pointer: string;
}

/** The refusal in an error, or undefined where the error is no answer to the command. */
export function refusalIn(error: unknown): CommandRefusal | undefined {
  if (error instanceof Refusal) return { reason: error.message, pointer: error.field ?? '' };
  if (error instanceof CommandIdReused)
    return { reason: 'what is known by this key was imported before, with another content', pointer: '' };
  if (error instanceof StaleRevision) return { reason: 'others kept changing the record; run it again', pointer: '' };
  // What only a newer version of this program can read is no fault of the record.
  if (error instanceof UndecodableEvent && !error.isNewer) return { reason: damaged(error), pointer: '' };
  return undefined;
}

const damaged = ({ stream, revision }: UndecodableEvent): string =>
  `a record that it needs cannot be read: event ${revision} of ${stream} is damaged`;

/** Commands that many rows repeat, so many at most, are not sent again; any that are forgotten change nothing. */
const MOST_KNOWN = 100_000;

const NOTHING = Promise.resolve(0);

/** Carries out the commands of one import. */
export interface Sender {
  /** How many commands were carried out. */
  readonly sent: number;
  /** Whether a command that many rows say was carried out in this run. */
  readonly isKnown: IsKnown;
  /** Carries a row's command out; gives how many events it added. Throws what the command service throws. */
  send(command: PreparedCommand): Promise<number>;
}

/** Which of the commands that many rows say have been carried out in this run. */
class Known {
  readonly #ids = new Set<string>();
  readonly has: IsKnown = commandId => this.#ids.has(commandId);

  add({ plan, commandId }: PreparedCommand): void {
    if (!plan.once) return;
    if (this.#ids.size >= MOST_KNOWN) this.#ids.clear();
    this.#ids.add(commandId);
  }
}

/** Counts what would be sent. */
export class DrySender implements Sender {
  sent = 0;
  readonly #known = new Known();
  readonly isKnown = this.#known.has;

  async send(command: PreparedCommand): Promise<number> {
    if (this.isKnown(command.commandId)) return 0;
    this.#known.add(command);
    this.sent += 1;
    return 0;
  }
}

export interface SenderOptions {
  readonly commands: Commands;
  readonly tenantId: string;
  readonly actor: Actor;
  readonly importId: string;
  /** How long to wait for a store that does not answer, attempt by attempt, in milliseconds. */
  readonly patience?: readonly number[];
}

/** Sends to the command service, and waits where the store is away for a moment. */
export class LiveSender implements Sender {
  sent = 0;
  readonly #known = new Known();
  readonly isKnown = this.#known.has;
  constructor(private readonly options: SenderOptions) {}

  send(command: PreparedCommand): Promise<number> {
    const { plan, commandId, aggregateId, body } = command;
    if (plan.once && this.isKnown(commandId)) return NOTHING;
    const { aggregate, name } = plan.known;
    const context = this.#context(commandId);
    return this.#execute({ aggregate, command: name, aggregateId, body, context }).then(
      events => this.#carriedOut(command, events),
      (error: unknown) => {
        // The first of the rows that say it counts, also in an earlier run.
        if (plan.once && error instanceof CommandIdReused) return this.#carriedOut(command, undefined);
        throw error;
      },
    );
  }

  /** Says something about the import itself. */
  async report(name: keyof typeof importBatch.commands, body: Record<string, unknown>): Promise<void> {
    const faults = commandValidator(importBatch.commands[name])(body);
    if (faults.length > 0) throw new Error(`${name} ${faults[0]!.pointer} ${faults[0]!.message}`);
    const aggregate = importBatch as unknown as Aggregate;
    const context = this.#context(uuidv7());
    await this.#execute({ aggregate, command: name, aggregateId: this.options.importId, body, context });
  }

  #carriedOut(command: PreparedCommand, events: number | undefined): number {
    this.#known.add(command);
    if (events === undefined) return 0;
    this.sent += 1;
    return events;
  }

  #context(commandId: string): CommandContext {
    const { tenantId, actor, importId } = this.options;
    return { tenantId, actor, commandId, correlationId: importId, importId };
  }

  /** How many events it gave; undefined where it had been carried out before. */
  #execute(request: CommandRequest): Promise<number | undefined> {
    const { commands, patience } = this.options;
    let attempts = 0;
    const attempt = () => {
      attempts += 1;
      return commands.execute(request);
    };
    // What was there when it was tried again is what the attempt before did, whose answer was lost.
    return patiently(attempt, patience).then(({ events, repeated }) =>
      repeated && attempts === 1 ? undefined : events.length,
    );
  }
}
