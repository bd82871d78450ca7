import type { Index, View } from '@touchstream/views';

/** What a generation's storage was made for; kept with it, for a reader may know another version of the view. */
export interface Shape {
  readonly fields: readonly string[];
  readonly indexes: readonly Pick<Index, 'fields' | 'includes'>[];
}

/** All fields that an index holds. */
export const fieldsIn = ({ fields, includes = [] }: Shape['indexes'][number]): readonly string[] => [
  ...fields,
  ...includes,
];

/** The declared fields, and the sets of them that are indexed. Equal sets are indexed once. */
export function shapeOf({ indexes }: Pick<View, 'indexes'>): Shape {
  const sets = new Map(
    indexes.map(({ fields, includes = [] }) => [JSON.stringify([fields, includes]), { fields, includes }]),
  );
  return { fields: [...new Set(indexes.flatMap(fieldsIn))], indexes: [...sets.values()] };
}
