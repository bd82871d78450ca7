/** A setting of an app: one environment variable. */
export interface Setting<T> {
  readonly env: string;
  /** What it is for, in one line; printed by `--help` and in the docs. */
  readonly about: string;
  /** What holds where the variable is not set; without it the variable must be set. */
  readonly fallback?: string;
  /** Whether its value may be shown. */
  readonly secret?: boolean;
  /** Turns the text into the value; throws an Error that says what it must be. */
  readonly parse: (text: string) => T;
}

/** A setting is missing or wrong: the start ends with one plain line and exit code 78 (EX_CONFIG of sysexits.h). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type Config<S extends Settings> = { readonly [N in keyof S]: S[N] extends Setting<infer T> ? T : never };

/** Reads the settings from the environment. Throws {@link ConfigError} that names the variable, never its value. */
export function readConfig<S extends Settings>(
  settings: S,
  env: Readonly<Record<string, string | undefined>>,
): Config<S> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => {
      const text = env[setting.env] ?? setting.fallback;
      if (text === undefined) throw new ConfigError(`${setting.env} must be set: ${setting.about}`);
      try {
        return [name, setting.parse(text)];
      } catch (error) {
        throw new ConfigError(`${setting.env} is wrong: it ${(error as Error).message}`);
      }
    }),
  ) as Config<S>;
}

export const text = (value: string): string => {
  if (value.trim() === '') throw new Error('must not be empty');
  return value;
};
export const whole =
  (min: number, max: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max)
      throw new Error(`must be a whole number from ${min} to ${max}`);
    return number;
  };
const UNITS: Readonly<Record<string, number>> = { '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };
/** A size, as Kubernetes writes it: `512Mi`. */
export const bytes = (value: string): number => {
  const [, number, unit] = /^(\d{1,9})([KMGT]i|)$/.exec(value) ?? [];
  if (number === undefined || Number(number) === 0) throw new Error('must be a size, as in 512Mi or 4Gi');
  return Number(number) * UNITS[unit!]!;
};
export const oneOf =
  <T extends string>(...values: readonly T[]) =>
  (value: string): T => {
    const found = values.find(one => one === value);
    if (found === undefined) throw new Error(`must be one of ${values.join(', ')}`);
    return found;
  };
export const urlWith =
  (...schemes: readonly string[]) =>
  (value: string): string => {
    if (!schemes.some(scheme => value.startsWith(`${scheme}:`)))
      throw new Error(`must begin with ${schemes.map(s => `${s}:`).join(' or ')}`);
    return value;
  };
export const identifier = (value: string): string => {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(value)) throw new Error('must be 1 to 40 of a-z, 0-9 and -');
  return value;
};
