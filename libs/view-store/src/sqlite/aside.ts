import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** Of its own connection: what is sorted beyond it goes to temporary files. */
const CACHE_KIB = 32 * 1024;
/** Nobody else in this process writes meanwhile; another process may, for a moment. In milliseconds. */
const TIMEOUT = 60_000;

/** Kept as text, so that it needs no loader and no file beside it. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { engine, path, pragmas, sql, timeout } = workerData;
try {
  const db = new (require(engine))(path, { timeout });
  for (const pragma of pragmas) db.pragma(pragma);
  db.exec(sql);
  db.close();
} catch ({ code, message }) {
  parentPort.postMessage({ code, message });
}
`;

/** A statement under way in a thread of its own. */
export interface Aside {
  /** Rejects with the engine's error. */
  readonly done: Promise<void>;
  /** Resolves when the thread has ended; the statement is let finish. */
  end(): Promise<void>;
}

/** Runs SQL on the file without stopping this thread: for what takes seconds. */
export function aside(path: string, sql: string): Aside {
  const worker = new Worker(PROGRAM, {
    eval: true,
    workerData: {
      engine: createRequire(import.meta.url).resolve('better-sqlite3'),
      path,
      pragmas: [`cache_size = -${CACHE_KIB}`, 'synchronous = NORMAL', 'secure_delete = ON'],
      sql,
      timeout: TIMEOUT,
    },
  });
  const done = new Promise<void>((resolve, reject) => {
    worker.once('message', ({ code, message }: { code?: string; message: string }) =>
      reject(Object.assign(new Error(message), { code })),
    );
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
  return {
    done,
    end: async () => {
      await worker.terminate();
    },
  };
}
