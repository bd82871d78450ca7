/** What every port can do. */
export interface Engine {
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How each method of a port answers: once, or by a stream that is read as it goes. */
export type Answers<T> = Readonly<Record<Exclude<keyof T, 'close'>, 'once' | 'stream'>>;

export interface LateOptions<T> {
  readonly answers: Answers<T>;
  /** What each call fails with until the engine is there. */
  readonly away: () => Error;
  /** Called by `close`: the opening is to be given up. */
  readonly giveUp: () => void;
}

type Method = (...args: readonly unknown[]) => unknown;

/**
 * A port to an engine that is still being opened. Until then each call fails, at once, as the port says of an engine
 * that cannot be reached; from then on it is the engine's. Where the opening fails for good, so does the process.
 */
export function late<T extends Engine>(opening: Promise<T>, { answers, away, giveUp }: LateOptions<T>): T {
  let engine: T | undefined;
  let closed = false;
  const settle = async (): Promise<void> => {
    try {
      engine = await opening;
    } catch (error) {
      if (!closed) throw error;
    }
    if (closed) await engine?.close();
  };
  const settled = settle();
  const call =
    (name: string, how: 'once' | 'stream'): Method =>
    (...args) => {
      if (engine !== undefined) return (engine as unknown as Record<string, Method>)[name]!(...args);
      return how === 'stream' ? failing(away()) : Promise.reject(away());
    };
  const close = async (): Promise<void> => {
    closed = true;
    giveUp();
    await (engine === undefined ? settled : engine.close());
  };
  const methods = Object.entries<'once' | 'stream'>(answers).map(([name, how]) => [name, call(name, how)] as const);
  return { ...Object.fromEntries(methods), close } as unknown as T;
}

// eslint-disable-next-line require-yield
async function* failing(error: Error): AsyncGenerator<never> {
  throw error;
}
