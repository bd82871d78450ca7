/** Writes in one call, at most: with slow disks, too, it ends within the deadline. */
export const CHUNK = 500;
/** Calls at a time. */
export const WIDTH = 8;

/** All of them in their order, so many in each part. */
export const parted = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/**
 * Runs all of them, so many at a time. Ends when none runs any more; throws the first error, after which no further one is begun.
 */
export async function inParallel(width: number, tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  const waiting = tasks.values();
  const work = async (): Promise<void> => {
    for (const task of waiting) {
      await task().catch((error: unknown) => errors.push(error));
      if (errors.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, tasks.length) }, work));
  if (errors.length > 0) throw errors[0];
}
