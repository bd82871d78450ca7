import type { View } from '@touchstream/views';
import type { WaitOptions } from '../waiting/conditions.js';
import type { ProjectionGroup } from './projection-group.js';
import type { RetryOutcome } from './retry.js';

/** Deals views out into so many groups, in turn. Each group reads the feed for itself, so that they can be worked on in different processes. */
export const dealt = (views: readonly View[], groups: number): readonly (readonly View[])[] =>
  Array.from({ length: Math.min(groups, views.length) }, (_, group) =>
    views.filter((_view, at) => at % groups === group),
  );

/** All groups of a projector, as one. */
export class ViewGroups {
  constructor(readonly groups: readonly ProjectionGroup[]) {}

  /** Starts the loops; nothing happens where they run already. */
  start(): void {
    for (const group of this.groups) group.start();
  }

  /** Lets the running batches finish, commits them and ends the loops. The stores stay open. */
  async stop(): Promise<void> {
    await Promise.all(this.groups.map(group => group.stop()));
  }

  /** As {@link ProjectionGroup.whenCaughtUp}, of all groups: waits for ever where another process has one of them. */
  async whenCaughtUp(wait: WaitOptions & { readonly position?: bigint }): Promise<void> {
    await Promise.all(this.groups.map(group => group.whenCaughtUp(wait)));
  }

  /** As {@link ProjectionGroup.rebuild}. RangeError for a view that is none of these. */
  async rebuild(viewName: string, wait: WaitOptions): Promise<void> {
    await this.existing(viewName).rebuild(viewName, wait);
  }

  /** As {@link ProjectionGroup.retryParked}. RangeError for a view that is none of these. */
  async retryParked(viewName: string, key?: string): Promise<RetryOutcome> {
    return this.existing(viewName).retryParked(viewName, key);
  }

  groupOf(viewName: string): ProjectionGroup | undefined {
    return this.groups.find(group => group.views.some(view => view.name === viewName));
  }

  private existing(viewName: string): ProjectionGroup {
    const found = this.groupOf(viewName);
    if (found === undefined) throw new RangeError(`there is no view ${viewName}`);
    return found;
  }
}
