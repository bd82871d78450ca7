import Database from 'better-sqlite3';
import { carryOut } from '@touchstream/writer-thread';

/** How long commits, or readers of what is no more, may keep the last step waiting, in milliseconds: it keeps commits waiting itself. */
const PATIENCE = 20;
/**
 * Twice beside commits, which leaves little: what they have written meanwhile. That is folded back while they wait, so that they begin
 * the log anew; else it would grow until a commit had to fold back all of it.
 */
const STEPS = ['PASSIVE', 'PASSIVE', 'FULL'] as const;

/** The thread of a `LogFolder`. */
carryOut<string, 'fold', void>(path => {
  const db = new Database(path, { fileMustExist: true, timeout: PATIENCE });
  db.pragma('synchronous = NORMAL');
  return () => {
    for (const step of STEPS) db.pragma(`wal_checkpoint(${step})`);
  };
});
