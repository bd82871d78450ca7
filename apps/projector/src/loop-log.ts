import { isAway, type Logger } from '@touchstream/platform';
import { nameOf, type LifeState, type StateChange } from '@touchstream/projections';

const levels: Partial<Record<LifeState, 'error' | 'warn'>> = { failed: 'error', retrying: 'warn' };

/**
 * Logs what becomes of the loops of a kind. An error by its name: its message may hold what it was thrown over. Only an engine that is away has
 * words of our own for it.
 */
export const loopLog =
  (logger: Logger, kind: 'projector' | 'feed' | 'relay' | 'reactor') =>
  ({ loop, from, to, error }: StateChange & { readonly loop: string }): void => {
    const told = error !== undefined && {
      error: nameOf(error),
      ...(isAway(error) && { reason: (error as Error).message }),
    };
    logger[levels[to] ?? 'info']({ loop, from, to, ...told }, `${kind} state`);
  };
