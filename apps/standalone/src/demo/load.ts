import {
  CommandService,
  commandValidator,
  type CommandRequest,
  type CommandResult,
} from '@touchstream/command-service';
import type { EventStore } from '@touchstream/event-store';
import { decode, type EventEnvelope } from '@touchstream/events';
import { consequencesOf } from '@touchstream/projector';
import { END } from './plan/calendar.js';
import type { Step } from './plan/history.js';

/** So many commands are under way at a time: the store commits together what comes together. */
const IN_FLIGHT = 1_000;

export interface Loading {
  readonly eventStore: EventStore;
  readonly tenantId: string;
  /** Told after each command. */
  readonly onDone?: (done: number) => void;
}

/** A command as a caller over HTTP would give it. Throws where its body does not keep its contract. */
function requestOf(step: Step, tenantId: string): CommandRequest {
  const { aggregate, type, recordId, creates, commandId, actor } = step;
  // As from the wire: what is undefined is not there, and the validator may bring the rest to its canonical form.
  const body = JSON.parse(JSON.stringify(step.body)) as Record<string, unknown>;
  const errors = commandValidator(type)(body);
  if (errors.length > 0) throw new Error(`${type.name}: ${JSON.stringify(errors)}`);
  return {
    aggregate,
    command: type.name,
    body,
    context: { tenantId, actor, commandId, correlationId: commandId },
    ...(!creates && { aggregateId: recordId }),
  };
}

/** Carries one command out; one that changes nothing would not be known for carried out. */
async function execute(commands: CommandService, request: CommandRequest): Promise<CommandResult> {
  const result = await commands.execute(request);
  if (result.events.length === 0) throw new Error('it changes nothing');
  return result;
}

/** Carries a command out, and what follows from it: the commands, and their ids, that a reactor would come to. */
async function executeWithConsequences(
  { eventStore, tenantId }: Loading,
  commands: CommandService,
  step: Step,
): Promise<void> {
  const { stream, events } = await execute(commands, requestOf(step, tenantId));
  const from = events[0]!.revision;
  const stored = await eventStore.readStream(stream, { direction: 'forwards', from, limit: events.length });
  for (const event of stored)
    for (const request of consequencesOf(decode(event) as EventEnvelope)) await execute(commands, request);
}

/**
 * Carries the commands out: lane by lane in order, the lanes side by side. What was carried out before is not done again,
 * so that a load that was interrupted is taken up by loading once more. What has consequences stands alone in the plan,
 * so that these are there before anything else happens. The demo is judged by the day of its own end, whatever the clock
 * says: a clock that is behind it makes no difference.
 */
export async function carryOut(plan: readonly Step[], loading: Loading): Promise<void> {
  const { eventStore, tenantId, onDone } = loading;
  const commands = new CommandService({ store: eventStore, clock: () => END });
  const lanes = new Map<string, Promise<unknown>>();
  const running = new Set<Promise<unknown>>();
  let done = 0;
  let failure: Error | undefined;

  const run = async (step: Step, before: Promise<unknown> | undefined) => {
    await before;
    if (failure !== undefined) return;
    try {
      if (step.lane === undefined) await executeWithConsequences(loading, commands, step);
      else await execute(commands, requestOf(step, tenantId));
      onDone?.((done += 1));
    } catch (cause) {
      failure ??= new Error(`${step.type.name} of ${step.lane ?? 'the company'} failed`, { cause });
    }
  };
  for (const step of plan) {
    const { lane } = step;
    if (lane === undefined) await Promise.all(running);
    while (running.size >= IN_FLIGHT) await Promise.race(running);
    if (failure !== undefined) break;
    const one = run(step, lane === undefined ? undefined : lanes.get(lane)).finally(() => running.delete(one));
    running.add(one);
    if (lane === undefined) await one;
    else lanes.set(lane, one);
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure;
}
