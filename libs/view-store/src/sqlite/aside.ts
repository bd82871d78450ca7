import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** Of its own connection: what is sorted beyond it goes to temporary files. */
const CACHE_KIB = 32 * 1024;
/** Nobody else in this process writes meanwhile; another process may, for a moment. In milliseconds. */
const TIMEOUT = 60_000;

/** Kept as text, so that it needs no loader and no file beside it. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { engine, path, pragmas, statements, timeout } = workerData;
try {
  const db = new (require(engine))(path, { timeout });
  for (const pragma of pragmas) db.pragma(pragma);
  for (const sql of statements) db.exec(sql);
  db.close();
} catch ({ code, message }) {
  parentPort.postMessage({ code, message });
}
`;

/** Statements under way in a thread of their own. */
export interface Aside {
  /** Rejects with the engine's error. */
  readonly done: Promise<void>;
  /** Resolves when the thread has ended; a statement that runs is let finish, the later ones are not begun. */
  end(): Promise<void>;
}

/** Runs statements on the file one after the other, without stopping this thread: for those that take seconds. */
export function aside(path: string, statements: readonly string[]): Aside {
  const worker = new Worker(PROGRAM, {
    eval: true,
    workerData: {
      engine: createRequire(import.meta.url).resolve('better-sqlite3'),
      path,
      pragmas: [`cache_size = -${CACHE_KIB}`, 'synchronous = NORMAL', 'secure_delete = ON'],
      statements,
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
