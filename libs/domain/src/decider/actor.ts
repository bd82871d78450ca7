import type { Actor, ActorKind } from '@touchstream/events';

const systems: ReadonlySet<ActorKind> = new Set(['api', 'integration', 'system']);

/**
 * Who acts, and whom they stand in for, if anybody. A system that acts for somebody stands in for nobody: it is they who
 * act.
 */
export function peopleOf({ id, kind, onBehalfOf = id }: Actor): readonly [string, ...string[]] {
  if (onBehalfOf === id) return [id];
  return systems.has(kind) ? [onBehalfOf] : [id, onBehalfOf];
}
