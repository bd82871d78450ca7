/** How long to wait for the brokers, in milliseconds. */
export interface Timing {
  /** For a connection. */
  readonly connect: number;
  /** For the answer to one request, and for the replicas to have what was sent. */
  readonly answer: number;
  /** For one call as a whole: connections, metadata and the request. The client itself has calls that never end. */
  readonly deadline: number;
  /** For the answer to a ping. */
  readonly ping: number;
}

/** By default a call ends within the ten seconds that a process has to stop in. */
export const timingOf = (answer: number): Timing => ({ connect: 3_000, answer, deadline: answer + 2_000, ping: 3_000 });

/** The call took longer than it may; whether it was carried out is unknown. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/** The call's result where it comes in time. Throws {@link DeadlinePassed}; the call's later end is then left to itself. */
export async function within<T>(millis: number, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed(`no answer within ${millis} ms`)), millis);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
    call.catch(() => undefined);
  }
}
