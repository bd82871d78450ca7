import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

/** What can befall one call. */
export type Fault =
  /** The server takes the append, or does the read, and the connection breaks before the answer. */
  | { readonly kind: 'answer lost' }
  /** The server ends the call without a word. Of an append, that is an answer lost. */
  | { readonly kind: 'ended' }
  /** Nothing is done and nothing is ever said. */
  | { readonly kind: 'silence' }
  /** The server does what it is asked, and says so only then. */
  | { readonly kind: 'late'; readonly until: Promise<void> }
  /** Something happens on the server between the call's coming and its being done. */
  | { readonly kind: 'overtaken'; readonly by: (stream: string) => void }
  /** The server refuses before it does anything. */
  | { readonly kind: 'refused'; readonly error: Partial<ServiceError> };

export const unavailable = (): Partial<ServiceError> => ({
  code: status.UNAVAILABLE,
  details: 'the double is out of order',
});

export function exception(name: string, properties: Readonly<Record<string, string>> = {}): Partial<ServiceError> {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries({ exception: name, ...properties })) metadata.set(key, value);
  return { code: status.FAILED_PRECONDITION, details: name, metadata };
}

export const notLeader = ({ host, port }: { readonly host: string; readonly port: number }): Partial<ServiceError> => ({
  ...exception('not-leader', { 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) }),
  code: status.NOT_FOUND,
});

export type Call = 'append' | 'read' | 'subscribe' | 'gossip';

/** What is to befall the next calls, in order. */
export class Faults {
  readonly #next: Record<Call, Fault[]> = { append: [], read: [], subscribe: [], gossip: [] };

  plan(call: Call, ...faults: readonly Fault[]): void {
    this.#next[call].push(...faults);
  }

  /** How many are still to befall calls. */
  get planned(): number {
    return Object.values(this.#next).reduce((sum, faults) => sum + faults.length, 0);
  }

  take(call: Call): Fault | undefined {
    return this.#next[call].shift();
  }
}
