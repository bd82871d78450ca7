import type { SASLOptions } from 'kafkajs';

/** What a URL says of the brokers and of the topics that are made there. */
export interface KafkaSettings {
  /** `host:port`. */
  readonly brokers: readonly string[];
  readonly ssl: boolean;
  readonly sasl?: SASLOptions;
  readonly clientId: string;
  /** Stands before the name of every topic, so that several installations can share a cluster. */
  readonly topicPrefix: string;
  /** Of a topic that is made. Once there it must stay: with another number, keys go to other partitions. */
  readonly partitions: number;
  /** Of a topic that is made; -1 takes the cluster's default. */
  readonly replicationFactor: number;
  /** For the answer to one request, in milliseconds. */
  readonly timeoutMs: number;
}

const BROKER = /^[a-z0-9._-]+:\d{1,5}$/i;
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

const checks = {
  ssl: /^(true|false)$/,
  sasl: /^(plain|scram-sha-256|scram-sha-512)$/,
  clientId: /^[\w.-]{1,100}$/,
  topicPrefix: /^[\w.-]{0,100}$/,
  partitions: /^[1-9]\d{0,3}$/,
  replicationFactor: /^(-1|[1-9]\d?)$/,
  timeoutMs: /^[1-9]\d{2,4}$/,
} as const;
type Name = keyof typeof checks;
const usual = {
  ssl: 'false',
  clientId: 'touchstream',
  topicPrefix: '',
  partitions: '12',
  replicationFactor: '-1',
  timeoutMs: '7000',
} as const;
type Options = Readonly<Record<keyof typeof usual, string>> & { readonly sasl?: string };
const isName = (name: string): name is Name => Object.hasOwn(checks, name);

const unknownOption = (name: string): TypeError =>
  new TypeError(
    `it has an unknown option${/^\w+$/.test(name) ? ` "${name}"` : ''}; known: ${Object.keys(checks).join(', ')}`,
  );

/** The options behind the `?`. A message names the option, never its value. */
function optionsOf(query = ''): Options {
  const found: Partial<Record<Name, string>> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    if (!isName(name)) throw unknownOption(name);
    if (!checks[name].test(value)) throw new TypeError(`its option ${name} must match ${checks[name].source}`);
    found[name] = value;
  }
  return { ...usual, ...found };
}

function saslOf(credentials: string | undefined, named = 'plain'): SASLOptions | undefined {
  if (credentials === undefined) return undefined;
  const mechanism = MECHANISMS.find(one => one === named) ?? 'plain';
  const [username = '', password = ''] = credentials.split(/:(.*)/s, 2).map(decoded);
  if (username === '' || password === '') throw new TypeError('its credentials must be user:password');
  return { mechanism, username, password } as SASLOptions;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TypeError('its credentials must be percent-encoded');
  }
}

function brokersOf(hosts: string): readonly string[] {
  const brokers = hosts.split(',').map(host => (host.includes(':') ? host : `${host}:9092`));
  if (!brokers.every(one => BROKER.test(one))) throw new TypeError('its brokers must be host:port,host:port');
  return brokers;
}

/**
 * `kafka://user:password@broker:9092,broker:9092/?ssl=true&sasl=scram-sha-512&clientId=…&topicPrefix=…&partitions=12&replicationFactor=3&timeoutMs=7000`.
 * Throws TypeError that says what is wrong and shows no credentials.
 */
export function kafkaSettings(url: string): KafkaSettings {
  const { credentials, hosts, query } =
    /^kafka:\/\/((?<credentials>[^@/?]*)@)?(?<hosts>[^@/?]+)\/?(\?(?<query>.*))?$/s.exec(url)?.groups ?? {};
  // The rest of a password would be taken for an option, and told of as one.
  if (query?.includes('@') === true) throw new TypeError('its credentials must be percent-encoded, as %3F for ?');
  if (hosts === undefined) throw new TypeError('it must be kafka://broker:port,broker:port/?option=value');
  const options = optionsOf(query);
  if (options.sasl !== undefined && credentials === undefined)
    throw new TypeError('its option sasl needs user:password@');
  const sasl = saslOf(credentials, options.sasl);
  return {
    brokers: brokersOf(hosts),
    ssl: options.ssl === 'true',
    ...(sasl && { sasl }),
    clientId: options.clientId,
    topicPrefix: options.topicPrefix,
    partitions: Number(options.partitions),
    replicationFactor: Number(options.replicationFactor),
    timeoutMs: Number(options.timeoutMs),
  };
}
