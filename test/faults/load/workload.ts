import type { Random } from '../../fixtures/random.js';

/** A command to send, with its idempotency key. */
export interface Sent {
  readonly key: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What becomes known when it is acknowledged. */
  readonly makes?: 'customer' | 'opportunity';
}

export interface Answer {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
}

const STAGES = ['qualification', 'needs-analysis', 'proposal', 'negotiation'];

/** What the clients have made so far, and what they may do next with it. */
export class Workload {
  readonly #customers: string[] = [];
  readonly #opportunities: string[] = [];
  #count = 0;

  constructor(private readonly random: Random) {}

  next(): Sent {
    const key = this.random.key();
    const roll = this.random.next();
    if (this.#customers.length < 5 || roll < 0.2) return { key, ...this.#register() };
    if (this.#opportunities.length < 5 || roll < 0.4) return { key, ...this.#open() };
    if (roll < 0.7) return { key, ...this.#move() };
    return { key, ...this.#touch() };
  }

  /** A command that no state of anything refuses. */
  registration(): Sent {
    return { key: this.random.key(), ...this.#register() };
  }

  learn({ makes }: Sent, { id }: Answer): void {
    if (makes === 'customer') this.#customers.push(id);
    if (makes === 'opportunity') this.#opportunities.push(id);
  }

  #register(): Omit<Sent, 'key'> {
    this.#count += 1;
    return {
      path: '/v1/customers',
      makes: 'customer',
      body: { kind: 'business', name: `Company ${this.#count}`, ownerId: this.random.pick(['ann', 'bob', 'eve']) },
    };
  }

  #open(): Omit<Sent, 'key'> {
    const amount = { amount: `${this.random.whole(100, 99_999)}.${this.random.whole(10, 99)}`, currency: 'EUR' };
    return {
      path: '/v1/opportunities',
      makes: 'opportunity',
      body: { customerId: this.random.pick(this.#customers), name: 'Renewal', amount, ownerId: 'ann' },
    };
  }

  /** Changes of one opportunity; some are refused by its rules, which is an answer too. */
  #move(): Omit<Sent, 'key'> {
    const base = `/v1/opportunities/${this.random.pick(this.#opportunities)}`;
    const roll = this.random.next();
    if (roll < 0.1) return { path: `${base}/win`, body: {} };
    if (roll < 0.15) return { path: `${base}/lose`, body: { reason: 'price' } };
    if (roll < 0.2) return { path: `${base}/reopen`, body: { reason: 'changed their mind' } };
    if (roll < 0.6) return { path: `${base}/stage`, body: { stageId: this.random.pick(STAGES) } };
    const dueAt = '2030-01-01T09:00:00.000Z';
    return { path: `${base}/next-step`, body: { text: `Call again (${this.random.whole(1, 1_000)})`, dueAt } };
  }

  #touch(): Omit<Sent, 'key'> {
    const customerId = this.random.pick(this.#customers);
    const subject = `Visit ${this.random.whole(1, 1_000)}`;
    return {
      path: '/v1/interactions',
      body: { customerId, channel: 'visit', direction: 'outbound', subject, occurredAt: '2026-01-05T10:00:00.000Z' },
    };
  }
}
