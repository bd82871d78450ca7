import { hash } from 'node:crypto';
import { derivedId, type Actor } from '@touchstream/events';
import type { Aggregate } from '@touchstream/domain';

/** Where a command comes from; stored with each of its events. */
export interface CommandContext {
  readonly tenantId: string;
  readonly actor: Actor;
  /** UUID; the same id is the same command. See {@link commandIdOf}. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  /** The trace of what it follows from, where that is not the one it is sent in. */
  readonly traceparent?: string;
  readonly importId?: string;
  readonly ip?: string;
  readonly sessionId?: string;
}

/** A command on its way to its aggregate. The body has passed its contract. */
export interface CommandRequest {
  readonly aggregate: Aggregate;
  /** The command's class name. */
  readonly command: string;
  /** The aggregate to change; left out for one that is yet to be made. */
  readonly aggregateId?: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly context: CommandContext;
  /** The revision the caller has seen (`If-Match`); left out by one who accepts the newest state. */
  readonly expectedRevision?: number;
}

/** What a caller is told. The same command gives the same answer, whenever it is repeated. */
export interface CommandResult {
  readonly id: string;
  readonly stream: string;
  /** The revision of the aggregate after the command. */
  readonly revision: number;
  /** The feed position after which a read sees the effect. */
  readonly position: bigint;
  /** The events it gave; none where nothing had to change. */
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
  /** Whether the command had been carried out before. */
  readonly repeated: boolean;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The command id of a caller's idempotency key: the key itself where it is a UUID, else one that derives from it. */
export function commandIdOf(tenantId: string, key: string): string {
  const lower = key.toLowerCase();
  return UUID.test(lower) ? lower : derivedId(`idempotency-key/${tenantId}`, key);
}

/** What JSON writes as it is, and nearly every name of a field is. */
const PLAIN = /^\w+$/;

/** The JSON of a value, its objects' fields in the order of their names. Put together piece by piece: every command pays for it. */
function canonicalJson(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) as string | undefined;
  return Array.isArray(value) ? canonicalList(value) : canonicalFields(value as Record<string, unknown>);
}

function canonicalList(list: readonly unknown[]): string {
  let parts = '';
  for (const one of list) parts += `${parts && ','}${canonicalJson(one) ?? 'null'}`;
  return `[${parts}]`;
}

function canonicalFields(fields: Readonly<Record<string, unknown>>): string {
  let parts = '';
  for (const name of Object.keys(fields).sort()) {
    const field = canonicalJson(fields[name]);
    if (field !== undefined)
      parts += `${parts && ','}${PLAIN.test(name) ? `"${name}"` : JSON.stringify(name)}:${field}`;
  }
  return `{${parts}}`;
}

/** SHA-256 over what the command says: its name, its aggregate and its body, whatever the order of the fields. */
export const contentHash = ({ aggregate, command, aggregateId, body }: CommandRequest): string =>
  hash('sha256', canonicalJson([aggregate.name, command, aggregateId, body])!, 'base64url');
