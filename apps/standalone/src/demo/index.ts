import type { CommandService } from '@touchstream/command-service';
import type { Projector } from '@touchstream/projector';

/** Placeholder */
export async function loadDemo(_: {
  commands: CommandService;
  projector: Projector;
  tenantId: string;
}): Promise<void> {}
