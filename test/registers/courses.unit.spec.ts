import { describe, expect, it } from '@jest/globals';
import { given } from '@touchstream/domain/testing';
import type { AnyEvent } from '@touchstream/events';
import { fold } from '@touchstream/views';
import { historyOf } from '@touchstream/views/testing';
import { array, assert, constantFrom, property } from 'fast-check';
import { courses, type Course, type Step } from './courses.js';
import { decidedOf } from './decided.js';

const SEED = 20260301;

/** Each step comes a day after the one before. */
function metaAt(at: number) {
  const occurredAt = new Date(Date.UTC(2026, 2, 1 + at)).toISOString();
  return { commandId: `command-${at}`, occurredAt, now: occurredAt };
}

/** Holds after each step that the register shows what the decider knows; gives the statuses that it showed. */
function statusesOf({ of, view, known }: Course, steps: readonly Step[]): string[] {
  let history: readonly AnyEvent[] = [];
  return steps.map((step, at) => {
    history = [...history, ...decidedOf(of, history, step, metaAt(at))];
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
