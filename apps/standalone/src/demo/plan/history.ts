import { aggregates, type Aggregate, type CommandBody, type CommandClass } from '@touchstream/domain';
import { derivedId, type Actor, type Channel } from '@touchstream/events';
import { instant } from './calendar.js';

/** One command of the demo. */
export interface Step {
  /** Steps of a lane follow one another; one without a lane begins when all before it are done, and none overtakes it. */
  readonly lane?: string;
  /** When somebody entered it: the order of the plan. Milliseconds since 1970. */
  readonly enteredAt: number;
  readonly type: CommandClass;
  readonly aggregate: Aggregate;
  /** The record it changes or makes. */
  readonly recordId: string;
  /** Whether the record is yet to be made, with an id that derives from the command's. */
  readonly creates: boolean;
  readonly commandId: string;
  readonly actor: Actor;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The circumstances of a step. */
export interface Circumstances {
  /** When it happened. */
  readonly at: number;
  readonly by: Actor;
  /** When it was entered, if later. */
  readonly enteredAt?: number;
  readonly channel?: Channel;
  /** The system it came from. */
  readonly source?: string;
  readonly comment?: string;
}

/** What a command says besides its circumstances. */
export type Body<C extends CommandClass> = Omit<InstanceType<C>, keyof CommandBody>;

const aggregateOf: ReadonlyMap<CommandClass, Aggregate> = new Map(
  Object.values(aggregates as unknown as Record<string, Aggregate>).flatMap(aggregate =>
    Object.values(aggregate.commands).map(type => [type, aggregate] as const),
  ),
);

/** A UUIDv7 of a moment without chance in it. */
function uuidAt(at: number): string {
  const millis = at.toString(16).padStart(12, '0');
  return `${millis.slice(0, 8)}-${millis.slice(8)}-7000-8000-000000000000`;
}

/**
 * The commands of one course of events, in the order of happening. Their ids follow from the tenant, the history's name
 * and their place in it, and are ordered by time.
 */
export class History {
  readonly steps: Step[] = [];

  constructor(
    readonly name: string,
    private readonly tenantId: string,
  ) {}

  /** Makes a record, and gives its id. */
  create<C extends CommandClass>(type: C, circumstances: Circumstances, body: Body<C>): string {
    return this.#add(type, circumstances, { body });
  }

  /** Changes a record. */
  change<C extends CommandClass>(type: C, recordId: string, circumstances: Circumstances, body: Body<C>): void {
    this.#add(type, circumstances, { body, recordId });
  }

  /** Makes the last step stand alone: it looks at what other histories have done, or they at it. */
  alone(): void {
    const { lane: _, ...step } = this.steps.pop()!;
    this.steps.push(step);
  }

  #add(
    type: CommandClass,
    { at, by, enteredAt = at, ...told }: Circumstances,
    { body, recordId: given }: { body: object; recordId?: string },
  ): string {
    const aggregate = aggregateOf.get(type)!;
    const commandId = derivedId(uuidAt(at), `demo/1/${this.tenantId}/${this.name}/${this.steps.length}`);
    const named = aggregate.identify?.[type.name]?.(body as never);
    const recordId = given ?? named ?? derivedId(commandId, aggregate.name);
    this.steps.push({
      lane: this.name,
      enteredAt,
      type,
      aggregate,
      recordId,
      creates: given === undefined,
      commandId,
      actor: by,
      body: { ...body, ...told, occurredAt: instant(at) },
    });
    return recordId;
  }
}
