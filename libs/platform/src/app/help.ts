import type { Setting, Settings } from '../config/index.js';

const column = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
};

const described = ({ env, about, fallback }: Setting<unknown>) => {
  if (fallback === '') return [env, about] as const;
  return [env, `${about} (${fallback === undefined ? 'must be set' : `else ${fallback}`})`] as const;
};

/** What `--help` prints: what the program does, its flags, and every setting with what holds where it is not set. */
export function helpOf({
  name,
  about,
  settings,
  flags,
}: {
  readonly name: string;
  readonly about: string;
  readonly settings: Settings;
  readonly flags: Readonly<Record<string, string>>;
}): string {
  const options = Object.entries({ ...flags, help: 'print this' }).map(([flag, what]) => [`--${flag}`, what] as const);
  return `Touchstream ${name}: ${about}\n\n${column(options)}\n\nSettings, from the environment:\n\n${column(Object.values(settings).map(described))}`;
}
