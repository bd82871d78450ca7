interface Request<S> {
  readonly carryOut: (session: S) => Promise<void>;
  readonly refuse: (error: Error) => void;
}

/** What was asked of a loop from outside, to be carried out between two batches. */
export class Controls<S> {
  private requests: Request<S>[] = [];

  constructor(private readonly onRequest: () => void) {}

  /** Resolves with what the task gives; rejects with what it throws. */
  ask<T>(task: (session: S) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const carryOut = async (session: S) => {
        try {
          resolve(await task(session));
        } catch (error) {
          reject(error as Error);
          throw error;
        }
      };
      this.requests.push({ carryOut, refuse: reject });
      this.onRequest();
    });
  }

  /** Carries out what was asked, in order. An error goes to who asked and on to the loop. */
  async carryOut(session: S): Promise<void> {
    for (let next = this.requests.shift(); next !== undefined; next = this.requests.shift())
      await next.carryOut(session);
  }

  refuseAll(error: Error): void {
    for (const { refuse } of this.requests.splice(0)) refuse(error);
  }
}
