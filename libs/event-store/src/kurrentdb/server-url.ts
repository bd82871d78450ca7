/** What the client understands. It would print the whole URL, password and all, beside a setting that it does not know. */
const SETTINGS = new Set(
  [
    'tls',
    'tlsCAFile',
    'userCertFile',
    'userKeyFile',
    'connectionName',
    'nodePreference',
    'maxDiscoverAttempts',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'keepAliveTimeout',
    'defaultDeadline',
  ].map(name => name.toLowerCase()),
);

/**
 * The URL as the client takes it: it knows the server by its former name only. Throws a plain error that names the
 * setting it cannot honour, and nothing else of the URL.
 */
export function clientUrl(url: string): string {
  for (const name of new URLSearchParams(url.split('?')[1] ?? '').keys())
    if (!SETTINGS.has(name.toLowerCase().replaceAll(/[_-]/g, '')))
      throw new Error(`EVENT_STORE_URL: the KurrentDB client has no setting "${name}"`);
  return url.replace(/^kurrentdb(?=[+:])/, 'esdb');
}
