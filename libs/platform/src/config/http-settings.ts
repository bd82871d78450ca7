import { ConfigError, oneOf, text, whole, type Config } from './settings.js';

/** The settings that every app with an HTTP server has. */
export const httpSettings = {
  host: { env: 'HOST', about: 'address to listen on', fallback: '127.0.0.1', parse: text },
  port: { env: 'PORT', about: 'port to listen on; 0 takes a free one', fallback: '3000', parse: whole(0, 65_535) },
  logLevel: {
    env: 'LOG_LEVEL',
    about: 'least level that is logged',
    fallback: 'info',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  },
  remoteAccess: {
    env: 'ALLOW_REMOTE_ACCESS_WITHOUT_SIGN_IN',
    about: 'whether to listen on other addresses than loopback, and to answer for any host, although nobody signs in',
    fallback: 'no',
    parse: oneOf('yes', 'no'),
  },
  shutdownDelay: {
    env: 'SHUTDOWN_DELAY_SECONDS',
    about: 'how long to go on answering after being told to stop, until load balancers have seen that it is not ready',
    fallback: '0',
    parse: whole(0, 3),
  },
} as const;

const LOOPBACK = /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|localhost)$/;

/** Refuses to listen anywhere but on loopback unless that was asked for in plain words. */
export function ensureListenable({
  host,
  remoteAccess,
}: Pick<Config<typeof httpSettings>, 'host' | 'remoteAccess'>): void {
  if (remoteAccess === 'yes' || LOOPBACK.test(host)) return;
  throw new ConfigError(
    `HOST is not a loopback address, and there is no sign-in: set ALLOW_REMOTE_ACCESS_WITHOUT_SIGN_IN=yes if everyone who reaches it may read and write everything`,
  );
}
