import { commandApiSettings } from '@touchstream/command-api';
import { telemetrySettings, type Setting, type Settings } from '@touchstream/platform';
import { projectorSettings } from '@touchstream/projector';
import { queryApiSettings } from '@touchstream/query-api';
import { standaloneSettings } from '@touchstream/standalone';

const apps: Readonly<Record<string, Settings>> = {
  standalone: { ...standaloneSettings, ...telemetrySettings },
  'command-api': { ...commandApiSettings, ...telemetrySettings },
  projector: { ...projectorSettings, ...telemetrySettings },
  'query-api': { ...queryApiSettings, ...telemetrySettings },
};

/** What holds in an app where the variable is not set. */
function elseIn(settings: Settings, env: string): string {
  const found = Object.values(settings).find(setting => setting.env === env);
  if (found === undefined) return '';
  if (found.fallback === '') return 'nothing';
  return found.fallback === undefined ? 'required' : `\`${found.fallback}\``;
}

/** Every setting of every app, as the rows of a table: its variable, what it is for, and what each app does without. */
export function settingsTable(): readonly (readonly string[])[] {
  const all = new Map<string, Setting<unknown>>();
  for (const settings of Object.values(apps))
    for (const setting of Object.values(settings)) if (!all.has(setting.env)) all.set(setting.env, setting);
  return [
    ['variable', 'what it is for', ...Object.keys(apps)],
    ...[...all.values()].map(({ env, about }) => [
      `\`${env}\``,
      about,
      ...Object.values(apps).map(settings => elseIn(settings, env)),
    ]),
  ];
}

/** The rows of the tables in a document. */
export const tableRows = (markdown: string): readonly (readonly string[])[] =>
  markdown
    .split('\n')
    .filter(line => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
