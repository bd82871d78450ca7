import type { CommandResult } from '@touchstream/command-service';
import { problemOf, type CommandMetrics } from '@touchstream/platform';
import { commandProblems } from './command-problems.js';

/** Counts commands by what came of them. */
export class CommandTally {
  constructor(private readonly counter: CommandMetrics['commands']) {}

  /** Carries a command out and counts it. */
  async count(aggregate: string, command: string, work: () => Promise<CommandResult>): Promise<CommandResult> {
    try {
      const result = await work();
      this.counter.inc({ aggregate, command, outcome: outcomeOf(result) });
      return result;
    } catch (error) {
      this.counter.inc({ aggregate, command, outcome: problemOf(error, commandProblems).kind });
      throw error;
    }
  }
}

function outcomeOf({ repeated, events }: CommandResult): 'accepted' | 'unchanged' | 'repeated' {
  if (repeated) return 'repeated';
  return events.length === 0 ? 'unchanged' : 'accepted';
}
