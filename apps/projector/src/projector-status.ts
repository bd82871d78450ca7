import type { EventStore } from '@touchstream/event-store';
import {
  feedEnds,
  relayLoop,
  storedStatus,
  underLoops,
  type ConsumerStatus,
  type FeedConsumer,
  type FoldedViews,
  type LifeStatus,
  type MembershipStatus,
  type Part,
  type Relay,
  type RelayStatus,
  type ViewStatus,
} from '@touchstream/projections';
import type { ViewStore } from '@touchstream/view-store';
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
  readonly groups: readonly (LifeStatus & Holding & { readonly group: string; readonly views: readonly string[] })[];
  /** How this process gets its share of them, where a topic of Kafka is what they follow. */
  readonly membership?: MembershipStatus;
  /** Every view, wherever it is folded. */
  readonly views: readonly (ViewStatus & Holding & { readonly group: string })[];
  /** What fills the topic that slices of views follow, where there is one. */
  readonly feed?: ConsumerStatus & Holding;
  readonly relay: RelayStatus & Holding;
  readonly reactor: ConsumerStatus & Holding;
}

interface Loops {
  readonly views: FoldedViews;
  readonly feed: FeedConsumer | undefined;
  readonly relay: Relay;
  readonly reactor: FeedConsumer;
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

/** As a loop here knows them, else as the store tells; none where that cannot tell either. */
async function viewsOf(part: Part, { eventStore, viewStore }: Stores): Promise<readonly ViewStatus[]> {
  if (part.here.length > 0) return part.here;
  try {
    const ends = await feedEnds(eventStore);
    return await Promise.all(part.views.map(view => storedStatus(view, viewStore, ends)));
  } catch {
    return [];
  }
}

export async function projectorStatus(
  { views, feed, relay, reactor }: Loops,
  stores: Stores,
): Promise<ProjectorStatus> {
  const holderOf = await holders(stores.viewStore);
  const parts = views.parts().map(async part => {
    const at = { group: part.group, ...holderOf(part.group) };
    const loops = part.loops.map(loop => loop.status().state);
    return (await viewsOf(part, stores)).map(view => ({ ...at, ...underLoops(view, loops) }));
  });
  const relayed = relay.status();
  return {
    groups: views.groups.map(group => {
      const status = group.status();
      return { ...status, ...holderOf(status.group), views: group.views.map(({ name }) => name) };
    }),
    ...(views.membership && { membership: views.membership }),
    views: (await Promise.all(parts)).flat(),
    ...(feed && { feed: feed.status() }),
    relay: { ...relayed, ...holderOf(relayLoop(relayed.relay)) },
    reactor: { ...reactor.status(), ...holderOf(REACTOR) },
  };
}
