import type { Lab } from '../framework/lab.js';
import { freePort, ServerProcess } from '../../fixtures/server-process.js';

/** The standalone server in a process of its own, on a new data folder or one that is there. Ends with the lab. */
export async function startStandalone(lab: Lab, folder?: string): Promise<Standalone> {
  const port = await freePort();
  const server = new ServerProcess(folder ?? (await lab.folder()), port);
  lab.keep({ end: () => server.stop() });
  await server.start();
  return { server, port };
}

export interface Standalone {
  readonly server: ServerProcess;
  readonly port: number;
}

/** The same on a copy of the folder of an installation. */
export async function startInstalled(
  lab: Lab,
  history: Parameters<Lab['installations']['built']>[0],
): Promise<Standalone & { folder: string }> {
  const folder = await lab.folder();
  await lab.installations.copyOf(await lab.installations.built(history), folder);
  return { folder, ...(await startStandalone(lab, folder)) };
}
