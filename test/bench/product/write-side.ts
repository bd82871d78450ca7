import type { Lab } from '../framework/lab.js';
import type { open } from './write-side.side.js';

/** The write side alone, in a process of its own, on a new data folder or one that is given. */
export const startWriteSide = async (
  lab: Lab,
  { groupCommit = true, folder }: { readonly groupCommit?: boolean; readonly folder?: string } = {},
) =>
  lab.side<typeof open>(new URL('./write-side.side.js', import.meta.url), {
    groupCommit,
    folder: folder ?? (await lab.folder()),
  });
