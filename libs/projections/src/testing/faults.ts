/** What becomes of the n-th call: refused, carried out but answered with an error, or the last one of all. */
export type Fault = 'refused' | 'answer lost' | 'killed';

/** The call failed because a fault was to be played. */
export class Injected extends Error {
  override readonly name = 'Injected';
}

/** Counts the calls of all ports that it wraps, and lets one of them fail. */
export class Faults {
  calls = 0;
  private dead = false;

  constructor(
    /** Which call fails, from 1; 0 for none. */
    private readonly at: number,
    private readonly fault: Fault,
  ) {}

  /** Whether the fault has been played. */
  get played(): boolean {
    return this.at > 0 && this.calls >= this.at;
  }

  /** Whether nothing is carried out any more. */
  get isDead(): boolean {
    return this.dead;
  }

  /** The port with its asynchronous methods counted. A subscription counts once for each batch. */
  around<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        const method = member.bind(target) as (...args: unknown[]) => unknown;
        if (name === 'subscribe')
          return (...args: unknown[]) => this.counted(method(...args) as AsyncIterable<unknown>);
        return (...args: unknown[]) => this.call(async () => method(...args));
      },
    });
  }

  private async call<R>(carryOut: () => Promise<R>): Promise<R> {
    this.calls += 1;
    const isIt = this.calls === this.at;
    this.dead ||= isIt && this.fault === 'killed';
    if (this.dead || (isIt && this.fault === 'refused')) throw new Injected('refused');
    const answer = await carryOut();
    if (isIt) throw new Injected('answer lost');
    return answer;
  }

  private async *counted(batches: AsyncIterable<unknown>): AsyncGenerator {
    for await (const batch of batches) yield this.call(async () => batch);
  }
}
