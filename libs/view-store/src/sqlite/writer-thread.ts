import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, type SqliteViewStoreOptions } from './database.js';
import { ViewFile } from './view-file.js';
import { told, type Answer, type Request } from './writer-messages.js';

/** The thread of a {@link Writer}: carries out what it is asked, in order, and tells what came of it. */
const options = workerData as SqliteViewStoreOptions;
const port = parentPort!;
let opened: ViewFile | undefined;

async function carryOut({ method, args }: Request): Promise<unknown> {
  if (method === 'close') return opened?.close();
  opened ??= new ViewFile(options.path, openDatabase(options));
  return (opened[method] as (...given: readonly unknown[]) => unknown)(...args);
}

port.on('message', (request: Request) => {
  const tell = (answer: Answer) => {
    port.postMessage(answer);
    if (request.method === 'close') port.close();
    setImmediate(() => opened?.rest());
  };
  carryOut(request).then(
    result => tell({ id: request.id, result }),
    (error: unknown) => tell({ id: request.id, error: told(error) }),
  );
});
