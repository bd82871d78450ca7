import * as fc from 'fast-check';
import type { ReadStream } from '../event-store.js';

/** Any read of a stream, with a limit from 1 and a beginning from 0 up to these. */
export const anyRead = (most: { readonly limit: number; readonly from: number }): fc.Arbitrary<ReadStream> =>
  fc.record(
    {
      direction: fc.constantFrom('forwards' as const, 'backwards' as const),
      limit: fc.integer({ min: 1, max: most.limit }),
      from: fc.nat({ max: most.from }),
    },
    { requiredKeys: ['direction', 'limit'] },
  );

/** What a read gives of a stream that has these. */
export function asRead<T>(all: readonly T[], { direction, limit, from }: ReadStream): readonly T[] {
  const some = direction === 'forwards' ? all.slice(from ?? 0) : all.slice(0, (from ?? all.length) + 1).toReversed();
  return some.slice(0, limit);
}
