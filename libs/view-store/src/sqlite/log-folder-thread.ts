import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** How long commits, or readers of what is no more, may keep the last step waiting, in milliseconds: it keeps commits waiting itself. */
const PATIENCE = 20;
/**
 * Twice beside commits, which leaves little: what they have written meanwhile. That is folded back while they wait, so that they begin
 * the log anew; else it would grow until a commit had to fold back all of it.
 */
const STEPS = ['PASSIVE', 'PASSIVE', 'FULL'] as const;

/** The thread of a `LogFolder`. */
const port = parentPort!;
const db = new Database(workerData as string, { fileMustExist: true, timeout: PATIENCE });
db.pragma('synchronous = NORMAL');

port.on('message', () => {
  for (const step of STEPS) db.pragma(`wal_checkpoint(${step})`);
  port.postMessage('folded');
});
