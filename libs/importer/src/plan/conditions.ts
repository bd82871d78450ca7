import type { Condition, Conditions, Plain, Value } from '../mapping/mapping.js';
import { placeOf, type Places, type Values } from './template.js';

type Test = (value: Value) => boolean;

/** Texts are compared: a number and its digits are the same. */
function isOneOf(wanted: Plain | readonly Plain[]): Test {
  const texts = new Set((Array.isArray(wanted) ? wanted : [wanted]).map(String));
  return value => value !== undefined && texts.has(String(value));
}

function test(condition: Condition): Test {
  if (typeof condition !== 'object' || Array.isArray(condition)) return isOneOf(condition as Plain | readonly Plain[]);
  if ('empty' in condition) return value => (value === undefined) === condition.empty;
  const excluded = isOneOf((condition as { not: Plain | readonly Plain[] }).not);
  return value => !excluded(value);
}

/** Compiles conditions: all of them must hold. */
export function conditions(when: Conditions | undefined, places: Places): (values: Values) => boolean {
  const tests = Object.entries(when ?? {}).map(([name, condition]) => ({
    place: placeOf(name, places),
    holds: test(condition),
  }));
  return values => tests.every(({ place, holds }) => holds(values[place]));
}
