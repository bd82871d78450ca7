import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, type SqliteViewStoreOptions } from './database.js';
import type { RowWrite } from './document-rows.js';
import { LogFolder } from './log-folder.js';
import { ViewFile, type RowCommit } from './view-file.js';
import { told, type Answer, type BareCommit, type Request, type RowsAhead } from './writer-messages.js';

/** The thread of a `Writer`: carries out what it is asked, in order, and tells what came of it. */
const options = workerData as SqliteViewStoreOptions;
const port = parentPort!;
let opened: ViewFile | undefined;
/** What was sent ahead last. A request that never came, as a later row of it could not be prepared, leaves its rows until the next. */
let ahead: { readonly of: number; readonly rows: RowWrite[] } = { of: 0, rows: [] };

function takeIn({ of, rows }: RowsAhead): void {
  if (ahead.of !== of) ahead = { of, rows: [] };
  ahead.rows.push(...rows);
}

function withRows(id: number, commits: readonly BareCommit[]): readonly RowCommit[] {
  const rows = ahead.of === id ? ahead.rows : [];
  ahead = { of: 0, rows: [] };
  let at = 0;
  return commits.map(({ rows: count, ...commit }) => ({ ...commit, writes: rows.slice(at, (at += count)) }));
}

async function carryOut({ id, method, args }: Request): Promise<unknown> {
  if (method === 'close') return opened?.close();
  opened ??= new ViewFile(options.path, openDatabase(options), new LogFolder(options.path));
  if (method === 'commit') {
    const [commits, fence] = args as [readonly BareCommit[], bigint | undefined];
    return opened.commit(withRows(id, commits), fence);
  }
  return (opened[method] as (...given: readonly unknown[]) => unknown)(...args);
}

port.on('message', (message: Request | RowsAhead) => {
  if ('rows' in message) takeIn(message);
  else respond(message);
});

function respond(request: Request): void {
  const tell = (answer: Answer) => {
    port.postMessage(answer);
    if (request.method === 'close') port.close();
  };
  carryOut(request).then(
    result => tell({ id: request.id, result }),
    (error: unknown) => tell({ id: request.id, error: told(error) }),
  );
}
