/** A part of which it is told whether it answers: `check` throws when it does not. */
export interface HealthCheck<Name extends string = string> {
  readonly name: Name;
  readonly check: () => Promise<void>;
}

/** A check that does not answer within this time has failed. */
const DEADLINE_MS = 2_000;

/** Whether the app should get requests, and what keeps it from that. */
export class Health {
  #draining = false;
  /** The app is ready while the parts that it needs answer; the others are told of. */
  constructor(
    private readonly checks: readonly HealthCheck[],
    private readonly needs: readonly string[],
  ) {}

  /** From now on the app is not ready: it is being shut down. */
  drain(): void {
    this.#draining = true;
  }

  async ready(): Promise<{
    readonly ready: boolean;
    readonly checks: Readonly<Record<string, 'up' | 'down' | 'draining'>>;
  }> {
    if (this.#draining) return { ready: false, checks: { app: 'draining' } };
    const results = await Promise.all(
      this.checks.map(async ({ name, check }) => [name, (await answers(check)) ? 'up' : 'down'] as const),
    );
    const states = new Map(results);
    return {
      ready: this.needs.every(name => states.get(name) === 'up'),
      checks: Object.fromEntries(states),
    };
  }
}

async function answers(check: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), DEADLINE_MS);
  });
  try {
    return await Promise.race([
      check().then(
        () => true,
        () => false,
      ),
      deadline,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
