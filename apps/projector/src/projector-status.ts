import type { EventStore } from '@touchstream/event-store';
import {
  relayLoop,
  storedStatus,
  type ConsumerStatus,
  type LifeStatus,
  type ProjectionGroup,
  type RelayStatus,
  type ViewStatus,
} from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
import type { Projector } from './projector.js';
import { REACTOR } from './reactor.js';

/** A loop of this process, by the name of its lease. */
export interface LoopStatus extends LifeStatus {
  readonly loop: string;
}

interface Holding {
  /** The process that has the work in hand, this one or another; undefined where nobody has, or where it is not shared. */
  readonly holder?: string;
}

/** What a projector and those that share its work have done. */
export interface ProjectorStatus {
  /** The loops of this process over groups of views. */
  readonly groups: readonly (LifeStatus & Holding & { readonly group: string })[];
  /** Every view, wherever it is folded. */
  readonly views: readonly (ViewStatus & Holding & { readonly group: string })[];
  readonly relay: RelayStatus & Holding;
  readonly reactor: ConsumerStatus & Holding;
}

interface Stores {
  readonly eventStore: EventStore;
  readonly viewStore: ViewStore;
}

type HolderOf = (loop: string) => Holding;

async function holders(store: ViewStore): Promise<HolderOf> {
  const leases = await store.leases().catch(() => []);
  const byName = new Map(leases.map(({ name, holder }) => [name, { holder }]));
  return loop => byName.get(loop) ?? {};
}

/** Views of which no loop here knows: as the store tells; none where that cannot tell either. */
async function storedViews(group: ProjectionGroup, { eventStore, viewStore }: Stores): Promise<readonly ViewStatus[]> {
  try {
    const head = await eventStore.head();
    return await Promise.all(group.views.map(view => storedStatus(view, viewStore, head)));
  } catch {
    return [];
  }
}

export async function projectorStatus(
  { views, relay, reactor }: Pick<Projector, 'views' | 'relay' | 'reactor'>,
  stores: Stores,
): Promise<ProjectorStatus> {
  const holderOf = await holders(stores.viewStore);
  const shown = await Promise.all(
    views.groups.map(async group => {
      const { views: here, ...life } = group.status();
      const at = { group: life.group, ...holderOf(life.group) };
      const all = here.length > 0 ? here : await storedViews(group, stores);
      return { life: { ...life, ...at }, views: all.map(view => ({ ...at, ...view })) };
    }),
  );
  const relayed = relay.status();
  return {
    groups: shown.map(({ life }) => life),
    views: shown.flatMap(one => one.views),
    relay: { ...relayed, ...holderOf(relayLoop(relayed.relay)) },
    reactor: { ...reactor.status(), ...holderOf(REACTOR) },
  };
}
