import { parentPort, workerData } from 'node:worker_threads';

/** What the thread says of an error: a class does not get to another thread. */
export interface Failure {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
}

export type Answer<R> = { readonly result: R } | { readonly failure: Failure };

/**
 * Has this thread carry out what it is asked, one request after the other. `open` is given what the thread was made with, and runs when there
 * is first something to do. It blocks while it works: that is what the thread is for.
 */
export function carryOut<D, Q, R>(open: (data: D) => (request: Q) => R): void {
  const port = parentPort!;
  let run: ((request: Q) => R) | undefined;
  const answer = (request: Q): Answer<R> => {
    try {
      run ??= open(workerData as D);
      return { result: run(request) };
    } catch (error) {
      const { name, code, message } = error as Failure;
      return { failure: { name, code, message } };
    }
  };
  let hasFailed = false;
  port.on('message', (request: Q) => {
    // What comes after a failure is given up by whoever asked.
    if (hasFailed) return;
    const answered = answer(request);
    hasFailed = 'failure' in answered;
    port.postMessage(answered);
  });
}
