import { describe, expect, it } from '@jest/globals';
import { contact, customer, evolve, product, Refusal, salesProcess, type Aggregate } from '@touchstream/domain';
import { given } from '@touchstream/domain/testing';
import {
  ContactRegistered,
  contractOf,
  CustomerRegistered,
  ProductIntroduced,
  SalesProcessPublished,
  type AnyEvent,
  type EventClass,
} from '@touchstream/events';
import { fold } from '@touchstream/views';
import { historyOf } from '@touchstream/views/testing';
import { array, assert, constantFrom, property } from 'fast-check';
import { courses, type Course, type Step } from './courses.js';

const SEED = 20260301;

/** A record as the example of its first event makes it. */
const recordOf = (of: unknown, first: EventClass): unknown =>
  evolve(of as Aggregate, (of as Aggregate).initialState, { type: first.type, data: contractOf(first).example });

/** The other records that a decision may look at: they are all there. */
const facts = {
  customer: recordOf(customer, CustomerRegistered),
  contact: recordOf(contact, ContactRegistered),
  'contact/p1': recordOf(contact, ContactRegistered),
  product: recordOf(product, ProductIntroduced),
  process: recordOf(salesProcess, SalesProcessPublished),
};

/** Each step comes a day after the one before. */
function metaAt(at: number) {
  const occurredAt = new Date(Date.UTC(2026, 2, 1 + at)).toISOString();
  return { commandId: `command-${at}`, occurredAt, now: occurredAt };
}

/** What is decided of a command; nothing of one that is refused. */
function decidedOf(of: Aggregate, history: readonly AnyEvent[], [name, body = {}]: Step, at: number) {
  try {
    const decided = given(of, history)
      .when(name, body as never, { facts, meta: metaAt(at) })
      .decided();
    return JSON.parse(JSON.stringify(decided)) as AnyEvent[];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** Holds after each step that the register shows what the decider knows; gives the statuses that it showed. */
function statusesOf({ of, view, known }: Course, steps: readonly Step[]): string[] {
  let history: readonly AnyEvent[] = [];
  return steps.map((step, at) => {
    history = [...history, ...decidedOf(of, history, step, at)];
    const [folded] = fold(view, historyOf(history)).values();
    expect(folded?.doc).toMatchObject(known(given(of, history).state() as never));
    return (folded!.doc as unknown as { readonly status: string }).status;
  });
}

describe('a register', () => {
  it.each(Object.entries(courses))('of %s shows what the decider knows, whatever came', (_, course) => {
    const met = new Set<string>();
    const then = array(constantFrom(...course.steps), { maxLength: 12, size: 'max' });
    assert(
      property(constantFrom(...course.begins), then, (first, rest) =>
        statusesOf(course, [first, ...rest]).forEach(status => met.add(status)),
      ),
      { numRuns: 200, seed: SEED },
    );
    expect([...met].sort()).toEqual(course.statuses);
  });
});
