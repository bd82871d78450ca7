import { join } from 'node:path';
import { CommandApiModule, writeProblemTranslations } from '@touchstream/command-api';
import { CommandService } from '@touchstream/command-service';
import { SqliteEventStore } from '@touchstream/event-store';
import { commandMetrics, createHttpApp, createLogger, createRegistry } from '@touchstream/platform';
import type { AddressInfo } from 'node:net';
import { publishDefaultProcess } from '@touchstream/command-api';
import type { OpenSide } from '../framework/side.js';

export interface WriteSideOptions {
  readonly folder: string;
  /** Off to measure what group commit brings. */
  readonly groupCommit: boolean;
}

class WriteSide {}

/** The write side alone, as it is deployed where the projector is a process of its own. */
export const open = (async ({ folder, groupCommit }: WriteSideOptions) => {
  const store = await SqliteEventStore.open({ path: join(folder, 'events.db'), groupCommit });
  const service = new CommandService({ store });
  await publishDefaultProcess(service, 'main');
  const registry = createRegistry('write-side');
  const logger = createLogger('write-side', 'error');
  const commandApi = CommandApiModule.with({
    service,
    tenantId: 'main',
    uploadsLimit: 2 ** 30,
    metrics: commandMetrics(registry),
    logger,
  });
  const app = await createHttpApp({
    module: { module: WriteSide, imports: [commandApi] },
    logger,
    registry,
    openapi: { info: { title: 'Write side', version: '0', description: '' } },
    translations: writeProblemTranslations,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    info: port,
    close: async () => {
      await app.close();
      await store.close();
    },
  };
}) satisfies OpenSide<WriteSideOptions>;
