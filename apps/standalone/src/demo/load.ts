import { CommandService, commandValidator, type CommandRequest } from '@touchstream/command-service';
import type { EventStore } from '@touchstream/event-store';
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

/**
 * Carries the commands out: lane by lane in order, the lanes side by side. What was carried out before is not done again,
 * so that a load that was interrupted is taken up by loading once more. The demo is judged by the day of its own end,
 * whatever the clock says: a clock that is behind it makes no difference.
 */
export async function carryOut(plan: readonly Step[], { eventStore, tenantId, onDone }: Loading): Promise<void> {
  const commands = new CommandService({ store: eventStore, clock: () => END });
  const lanes = new Map<string, Promise<unknown>>();
  const running = new Set<Promise<unknown>>();
  let done = 0;
  let failure: { readonly error: unknown } | undefined;

  const execute = async (step: Step, before: Promise<unknown> | undefined) => {
    try {
      await before;
      if (failure !== undefined) return;
      const { events } = await commands.execute(requestOf(step, tenantId));
      if (events.length === 0) throw new Error('it changes nothing, so nothing tells that it was carried out');
      onDone?.((done += 1));
    } catch (error) {
      failure ??= { error: new Error(`${step.type.name} of ${step.lane ?? 'the company'} failed`, { cause: error }) };
    }
  };
  for (const step of plan) {
    if (step.lane === undefined) await Promise.all(running);
    while (running.size >= IN_FLIGHT) await Promise.race(running);
    if (failure !== undefined) break;
    const one = execute(step, step.lane === undefined ? undefined : lanes.get(step.lane)).finally(() =>
      running.delete(one),
    );
    running.add(one);
    if (step.lane === undefined) await one;
    else lanes.set(step.lane, one);
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure.error;
}
