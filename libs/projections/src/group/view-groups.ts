import type { View } from '@touchstream/views';
import type { WaitOptions } from '../waiting/conditions.js';
import type { FoldedViews, Part } from './folded-views.js';
import type { ProjectionGroup } from './projection-group.js';
import type { RetryOutcome } from './retry.js';
import type { ViewStatus } from './status.js';

/** Deals views out into so many groups, in turn. Each group reads the feed for itself, so that they can be worked on in different processes. */
export const dealt = (views: readonly View[], groups: number): readonly (readonly View[])[] =>
  Array.from({ length: Math.min(groups, views.length) }, (_, group) =>
    views.filter((_view, at) => at % groups === group),
  );

/** Views in groups, each of which one process has as a whole. */
export class ViewGroups implements FoldedViews {
  readonly membership = undefined;

  constructor(readonly groups: readonly ProjectionGroup[]) {}

  start(): void {
    for (const group of this.groups) group.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.groups.map(group => group.stop()));
  }

  parts(): readonly Part[] {
    return this.groups.map(group => {
      const { group: name, views } = group.status();
      return { group: name, views: group.views, loops: [group], here: views };
    });
  }

  here(): readonly ViewStatus[] {
    return this.groups.flatMap(group => group.status().views);
  }

  /** Waits until the time is over where another process has one of the groups. */
  async whenCaughtUp(wait: WaitOptions & { readonly position?: bigint }): Promise<void> {
    await Promise.all(this.groups.map(group => group.whenCaughtUp(wait)));
  }

  async rebuild(viewName: string, wait: WaitOptions): Promise<void> {
    await this.groupOf(viewName).rebuild(viewName, wait);
  }

  async retryParked(viewName: string, key?: string): Promise<RetryOutcome> {
    return this.groupOf(viewName).retryParked(viewName, key);
  }

  private groupOf(viewName: string): ProjectionGroup {
    const found = this.groups.find(group => group.views.some(view => view.name === viewName));
    if (found === undefined) throw new RangeError(`there is no view ${viewName}`);
    return found;
  }
}
