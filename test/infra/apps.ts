import { commandApiSettings } from '@touchstream/command-api';
import { telemetrySettings, type Settings } from '@touchstream/platform';
import { projectorSettings } from '@touchstream/projector';
import { queryApiSettings } from '@touchstream/query-api';

/** What each app reads from its environment. */
export const settingsByApp: Readonly<Record<string, Settings>> = {
  'command-api': { ...commandApiSettings, ...telemetrySettings },
  projector: { ...projectorSettings, ...telemetrySettings },
  'query-api': { ...queryApiSettings, ...telemetrySettings },
};

/** Names of the environment variables that an app knows, and of those that it cannot do without. */
export function variablesOf(app: string): { readonly known: readonly string[]; readonly required: readonly string[] } {
  const settings = Object.values(settingsByApp[app]!);
  const nameOf = ({ env }: { readonly env: string }) => env;
  return {
    known: settings.map(nameOf),
    required: settings.filter(one => one.fallback === undefined).map(nameOf),
  };
}
