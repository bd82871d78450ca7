/** Holds up whatever is asked of the ports it wraps, as a process that is stopped does: to be carried out late. */
export class Stall {
  private over: Promise<void> | undefined;
  private end: () => void = () => undefined;
  private waiting = 0;

  /** From now on every call waits. */
  begin(): void {
    this.over = new Promise(resolve => {
      this.end = resolve;
    });
  }

  /** What has been asked meanwhile is carried out. */
  stop(): void {
    this.over = undefined;
    this.end();
  }

  /** How many calls wait. */
  get held(): number {
    return this.waiting;
  }

  /** The port, with the asynchronous methods held up; a subscription is left alone. */
  around<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        const method = member.bind(target) as (...args: unknown[]) => unknown;
        return name === 'subscribe' ? method : (...args: unknown[]) => this.late(() => method(...args));
      },
    });
  }

  private async late<R>(carryOut: () => R): Promise<Awaited<R>> {
    if (this.over !== undefined) {
      this.waiting += 1;
      await this.over;
      this.waiting -= 1;
    }
    return await carryOut();
  }
}
