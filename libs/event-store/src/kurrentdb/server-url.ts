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

const unknownSetting = (name: string): TypeError =>
  new TypeError(`it has a setting${/^\w+$/.test(name) ? ` "${name}"` : ''} that the KurrentDB client does not know`);

/**
 * The URL as the client takes it: it knows the server by its former name only. Throws TypeError that names the
 * setting it cannot honour, and nothing else of the URL.
 */
export function clientUrl(url: string): string {
  // What follows would be taken for a host or a setting, and told of as one.
  if (/[@?].*@/s.test(url))
    throw new TypeError(
      'its user and password must be percent-encoded where a URL cannot hold their characters, as %40 for @ and %3F for ?',
    );
  for (const name of new URLSearchParams(url.split('?')[1] ?? '').keys())
    if (!SETTINGS.has(name.toLowerCase().replaceAll(/[_-]/g, ''))) throw unknownSetting(name);
  return url.replace(/^kurrentdb(?=[+:])/, 'esdb');
}
