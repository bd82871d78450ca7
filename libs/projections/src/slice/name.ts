import { createHash } from 'node:crypto';
import { typesOf, type View } from '@touchstream/views';

/**
 * Names a division of views into slices. An event goes where the views of one program want it, so that a program with others has a topic
 * of its own; while both run, each fills and reads its own.
 */
export function slicingName(views: readonly View[], slices: number): string {
  const all = views.map(view => `${view.name}@${view.version}:${[...typesOf(view)].sort().join()}`).sort();
  return `${slices}-${createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 8)}`;
}
