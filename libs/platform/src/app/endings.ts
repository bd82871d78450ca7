/** What is to be ended, in the opposite order of its beginning. */
export class Endings {
  readonly #list: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.#list.push(end);
  }

  /** Ends everything, once. One that fails does not keep the others from being ended; its error is thrown then. */
  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (let end = this.#list.pop(); end !== undefined; end = this.#list.pop())
      try {
        await end();
      } catch (error) {
        errors.push(error);
      }
    if (errors.length > 0) throw errors[0];
  }
}
