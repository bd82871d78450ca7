import type { Random } from '../../fixtures/random.js';

/**
 * A rank from 0 to `count` - 1, by Zipf's law with exponent 1: the n-th is met 1/n times as often as the first. By the
 * inverse of the law's distribution taken as continuous.
 */
export const zipf = (random: Random, count: number): number =>
  Math.floor(Math.exp(random.next() * Math.log(count + 1))) - 1;
