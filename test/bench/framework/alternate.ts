import type { Lab } from './lab.js';

/** Measures once. */
export type Measure<T = number> = () => Promise<T>;

/**
 * Measures both sides in turns, so that what else the machine does meets both alike: first to warm up, which counts
 * nothing, then round by round.
 */
export async function alternate<O, B>(
  { rounds, warmUps }: Pick<Lab, 'rounds' | 'warmUps'>,
  { ours, base }: { readonly ours: Measure<O>; readonly base: Measure<B> },
): Promise<{ readonly ours: readonly O[]; readonly base: readonly B[] }> {
  const measured = { ours: [] as O[], base: [] as B[] };
  for (let round = -warmUps; round < rounds; round += 1) {
    const one = { ours: await ours(), base: await base() };
    if (round < 0) continue;
    measured.ours.push(one.ours);
    measured.base.push(one.base);
  }
  return measured;
}
