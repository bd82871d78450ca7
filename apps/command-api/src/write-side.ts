import { CommandService } from '@touchstream/command-service';
import type { EventStore } from '@touchstream/event-store';
import { commandMetrics, type Served, type Surroundings } from '@touchstream/platform';
import { CommandApiModule } from './command-api.module.js';
import { publishDefaultProcess } from './default-process.js';
import { writeProblemTranslations } from './problems.js';

export interface WriteSideOptions {
  readonly eventStore: EventStore;
  readonly tenantId: string;
  /** For the files of all imports over HTTP together, in bytes. */
  readonly uploadsLimit: number;
}

export interface WriteSide extends Omit<Served, 'openapi'> {
  readonly commands: CommandService;
  /** Resolves when there is a sales process, or the app stops. */
  readonly prepared: Promise<void>;
}

/** The write side on an event store: the service that carries commands out, and its routes. */
export function writeSide(
  { registry, logger, whenPossible }: Surroundings,
  { eventStore, tenantId, uploadsLimit }: WriteSideOptions,
): WriteSide {
  const metrics = commandMetrics(registry);
  const commands = new CommandService({
    store: eventStore,
    onConflict: aggregate => metrics.conflicts.inc({ aggregate }),
    onAppended: seconds => metrics.appends.observe(seconds),
  });
  return {
    commands,
    imports: [CommandApiModule.with({ service: commands, tenantId, uploadsLimit, metrics, logger })],
    translations: writeProblemTranslations,
    prepared: whenPossible('publishing the default sales process', () => publishDefaultProcess(commands, tenantId)),
  };
}
