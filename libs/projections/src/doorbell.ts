/** A loop without work waits here until someone has some, or for a while. A ring while nobody waits is remembered. */
export class Doorbell {
  private rung = false;
  private open: (() => void) | undefined;

  /** Usable as a callback. */
  readonly ring = (): void => {
    this.rung = true;
    this.open?.();
  };

  async wait(millis: number): Promise<void> {
    if (!this.rung)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, millis);
        this.open = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.open = undefined;
    this.rung = false;
  }
}
