import type { Index, View } from '@touchstream/views';

/** What a generation's storage was made for; kept with it, for a reader may know another version of the view. */
export interface Shape {
  readonly fields: readonly string[];
  readonly indexes: readonly Pick<Index, 'fields'>[];
}

/** The declared fields, and the sets of them that are indexed. Equal sets are indexed once. */
export function shapeOf({ indexes }: Pick<View, 'indexes'>): Shape {
  const sets = new Map(indexes.map(({ fields }) => [JSON.stringify(fields), { fields }]));
  return { fields: [...new Set(indexes.flatMap(({ fields }) => fields))], indexes: [...sets.values()] };
}
