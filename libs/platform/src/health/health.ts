/** A part that must answer before the app is ready: `check` throws when it does not. */
export interface HealthCheck {
  readonly name: string;
  readonly check: () => Promise<void>;
}

/** A check that does not answer within this time has failed. */
const DEADLINE_MS = 2_000;

/** Whether the app should get requests, and what keeps it from that. */
export class Health {
  #draining = false;
  constructor(private readonly checks: readonly HealthCheck[]) {}

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
      this.checks.map(async ({ name, check }) => [name, await answers(check)] as const),
    );
    return {
      ready: results.every(([, up]) => up),
      checks: Object.fromEntries(results.map(([name, up]) => [name, up ? 'up' : 'down'])),
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
