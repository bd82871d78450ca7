import type { EventEnvelope } from '@touchstream/events';

/** Keys of a view with one document per aggregate: the id that each of the aggregate's events carries under this name. */
export const keyedBy =
  (id: string) =>
  (event: EventEnvelope): readonly string[] => {
    const key = (event.data as unknown as Readonly<Record<string, unknown>>)[id];
    return typeof key === 'string' ? [key] : [];
  };
