import { expect } from '@jest/globals';
import { compileValidator, eventCatalogue, schemaOf, type Validator } from '@touchstream/events';
import { aggregateNamed } from '../catalogue.js';
import {
  evolve,
  Refusal,
  type Aggregate,
  type Command,
  type CommandMeta,
  type FactReference,
  type Facts,
} from '../decider/index.js';

type Decided = { readonly type: string; readonly data: unknown };
const validators = new Map<string, Validator>();

/** Every decided event must satisfy its own contract. */
function ensureContract({ type, data }: Decided): void {
  let validator = validators.get(type);
  if (validator === undefined) {
    const contract = eventCatalogue.get(type);
    if (contract === undefined) throw new Error(`${type} is not in the catalogue`);
    validators.set(type, (validator = compileValidator(schemaOf(contract))));
  }
  expect({ type, errors: validator(JSON.parse(JSON.stringify(data))) }).toEqual({ type, errors: [] });
}

export const testMeta = (over: Partial<CommandMeta> = {}): CommandMeta => ({
  commandId: '0197f000-0000-7000-8000-000000000001',
  aggregateId: 'a1',
  occurredAt: '2026-03-01T10:00:00.000Z',
  now: '2026-03-01T10:00:00.000Z',
  actor: { id: 'ann', kind: 'user' },
  ...over,
});

/** What the command service reads for a decision: the facts that the aggregate asks for, and of those to hand no others. */
const factsAsked = (references: Readonly<Record<string, FactReference | undefined>>, known: Facts): Facts =>
  Object.fromEntries(
    Object.entries(references).flatMap(([fact, reference]) =>
      reference === undefined ? [] : [[fact, known[fact] ?? aggregateNamed(reference.aggregate).initialState]],
    ),
  );

/**
 * Given/when/then for a decider: `given(aggregate, [events]).when('Command', body, { facts, meta }).then([events])`,
 * `.thenNothing()`, `.thenRefused('code', '/field')`; `.decided()` gives the events. What is given and what is decided must satisfy the contracts.
 */
export function given<
  S,
  C extends Aggregate['commands'],
  E extends Aggregate['events'],
  F extends Record<string, unknown>,
>(of: Aggregate<S, C, E, F>, history: readonly Decided[]) {
  history.forEach(ensureContract);
  const fold = (events: readonly Decided[]) =>
    events.reduce((state: S, one) => evolve(of as never, state, one), of.initialState);
  return {
    state: () => fold(history),
    when<N extends keyof C & string>(
      name: N,
      data: Command<C[N]>['data'],
      { facts = {} as F, meta = {} }: { facts?: F; meta?: Partial<CommandMeta> } = {},
    ) {
      const decide = () => {
        const command = { data, meta: testMeta(meta) } as never;
        const state = fold(history);
        const known = factsAsked(of.facts?.[name]?.(command, state) ?? {}, facts);
        return of.decide[name](command, state, known as F) as readonly Decided[];
      };
      const decided = () => {
        const events = decide();
        events.forEach(ensureContract);
        return events;
      };
      return {
        decided,
        then(expected: readonly Decided[]) {
          const events = decided();
          expect(events).toEqual(expected);
          return { state: fold([...history, ...events]) };
        },
        thenNothing: () => expect(decide()).toEqual([]),
        thenRefused(code: string, field?: string) {
          let refused: unknown;
          try {
            decide();
          } catch (error) {
            refused = error;
          }
          if (!(refused instanceof Refusal))
            throw refused ?? new Error(`expected refusal ${code}, nothing was refused`);
          expect({ code: refused.code, field: refused.field }).toEqual({ code, field });
        },
      };
    },
  };
}
