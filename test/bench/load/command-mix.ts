import { uuidv7 } from '@touchstream/events';
import type { Random } from '../../fixtures/random.js';
import { post } from './request.js';
import type { Sent, Traffic } from './traffic.js';

/** The commands of the mix, with how many of twenty each one is. */
const shares = {
  LogInteraction: 6,
  SetNextStep: 4,
  AddCaseNote: 3,
  ReviseAmount: 2,
  RegisterCustomer: 2,
  OpenOpportunity: 2,
  OpenCase: 1,
} as const;
export type Command = keyof typeof shares;

const cards: readonly Command[] = Object.entries(shares).flatMap(([command, share]) =>
  Array.from({ length: share }, () => command as Command),
);

type Kind = 'customer' | 'opportunity' | 'case';
const makers = { customer: 'RegisterCustomer', opportunity: 'OpenOpportunity', case: 'OpenCase' } as const;
const kinds = Object.keys(makers) as readonly Kind[];

/**
 * What a sales and service team sends through a day: touches logged, deals moved on, cases worked, now and then a new
 * customer, deal or case. Half of it changes records that are there, half makes new ones. All of it is accepted. Work
 * goes on with the newest records of each kind, so that a record takes as many changes however long the load lasts.
 */
export class CommandMix implements Traffic {
  readonly #ids: Record<Kind, string[]> = { customer: [], opportunity: [], case: [] };
  readonly #oldest: Record<Kind, number> = { customer: 0, opportunity: 0, case: 0 };
  #count = 0;

  /** @param records how many of each kind are there before the load begins, and worked on at a time */
  constructor(
    private readonly random: Random,
    private readonly records: number,
  ) {}

  get preparations(): readonly (readonly (() => Sent)[])[] {
    return kinds.map(kind => this.#making(kind));
  }

  next(): Sent {
    const command = this.random.pick(cards);
    const made = kinds.find(kind => makers[kind] === command);
    const request = this.#request(command);
    return made === undefined ? { request } : { request, learn: body => this.#enter(made, body) };
  }

  #making(kind: Kind): readonly (() => Sent)[] {
    const learn = (body: string) => this.#enter(kind, body);
    return Array.from({ length: this.records }, () => () => ({ request: this.#request(makers[kind]), learn }));
  }

  /** A new record takes the place of the oldest one. */
  #enter(kind: Kind, body: string): void {
    const { id } = JSON.parse(body) as { id: string };
    const ids = this.#ids[kind];
    if (ids.length < this.records) return void ids.push(id);
    ids[this.#oldest[kind]] = id;
    this.#oldest[kind] = (this.#oldest[kind] + 1) % this.records;
  }

  #request(command: Command): string {
    this.#count += 1;
    const { path, body } = this.#bodies[command]();
    return post(path, JSON.stringify(body), uuidv7());
  }

  #one(kind: Kind): string {
    return this.random.pick(this.#ids[kind]);
  }

  #amount() {
    return { amount: `${this.random.whole(100, 99_999)}.${this.random.whole(10, 99)}`, currency: 'EUR' };
  }

  readonly #bodies: Readonly<Record<Command, () => { path: string; body: object }>> = {
    LogInteraction: () => ({
      path: '/v1/interactions',
      body: {
        customerId: this.#one('customer'),
        channel: 'visit',
        direction: 'outbound',
        durationMin: this.random.whole(10, 120),
        subject: `Visit ${this.#count} about the second line`,
        summary: 'They plan a second line for next year and want to see the plant in Lyon at work before they decide.',
      },
    }),
    SetNextStep: () => ({
      path: `/v1/opportunities/${this.#one('opportunity')}/next-step`,
      body: { text: `Call about offer ${this.#count}`, dueAt: '2030-03-08T09:00:00.000Z' },
    }),
    AddCaseNote: () => ({
      path: `/v1/cases/${this.#one('case')}/notes`,
      body: { visibility: 'internal', text: `The modem is of the faulty series ${this.#count}.` },
    }),
    ReviseAmount: () => ({
      path: `/v1/opportunities/${this.#one('opportunity')}/amount`,
      body: { amount: this.#amount(), reason: `Two more pieces (${this.#count})` },
    }),
    RegisterCustomer: () => ({
      path: '/v1/customers',
      body: {
        kind: 'business',
        name: `Company ${this.#count} Ltd`,
        country: 'DE',
        industry: 'machinery',
        email: `info${this.#count}@company.example`,
        ownerId: this.random.pick(['ann', 'bob', 'eve']),
      },
    }),
    OpenOpportunity: () => ({
      path: '/v1/opportunities',
      body: {
        customerId: this.#one('customer'),
        name: `Renewal ${this.#count}`,
        amount: this.#amount(),
        expectedCloseDate: '2030-06-30',
        ownerId: 'ann',
      },
    }),
    OpenCase: () => ({
      path: '/v1/cases',
      body: {
        kind: 'incident',
        customerId: this.#one('customer'),
        subject: `Line ${this.#count} drops every evening`,
        severity: 'medium',
        priority: 'high',
      },
    }),
  };
}
