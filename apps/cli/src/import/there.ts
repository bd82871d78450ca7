import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ImportProgress, ImportResult, RefusedRow } from '@touchstream/importer';
import { ServerSaid } from '../exit.js';
import { pathsOf, type ImportTask } from './task.js';

interface Line {
  readonly progress?: ImportProgress;
  readonly refused?: RefusedRow;
  readonly result?: ImportResult;
  readonly problem?: { readonly detail: string };
}

async function formOf({ text, mapping, from }: ImportTask): Promise<FormData> {
  const form = new FormData();
  form.set('mapping', text);
  for (const path of pathsOf(mapping)) form.append('files', await openAsBlob(join(from, path)), path);
  return form;
}

/** Sends the import, whose files can be read, to a running server, and follows what it tells. */
export async function importThere(url: string, task: ImportTask): Promise<ImportResult> {
  for await (const { progress, refused, result, problem } of linesOf(await sent(url, task))) {
    if (problem !== undefined) throw new ServerSaid(problem.detail);
    if (progress !== undefined) task.onProgress?.(progress);
    if (refused !== undefined) await task.onRefused?.(refused);
    if (result !== undefined) return result;
  }
  throw new ServerSaid(`${task.signal.aborted ? '' : 'the server '}stopped half way; run the import again to go on`);
}

/** What the server tells, until it ends its answer, in whatever way. */
async function* linesOf(input: Readable): AsyncGenerator<Line> {
  try {
    for await (const text of createInterface({ input })) yield JSON.parse(text) as Line;
  } catch {
    // What counts is whether it has told of a result.
  }
}

async function sent(url: string, task: ImportTask): Promise<Readable> {
  const { actor, dryRun = false, signal } = task;
  const response = await fetch(new URL(`/v1/import-runs?dryRun=${dryRun}`, url), {
    method: 'POST',
    headers: { 'x-actor': actor },
    body: await formOf(task),
    signal,
  }).catch(() => {
    throw new ServerSaid(`${url} cannot be reached; is the server running?`);
  });
  if (!response.ok || response.body === null) throw new ServerSaid(await detailOf(response));
  return Readable.fromWeb(response.body as never);
}

/** What a server's refusal says, each thing once. */
export async function detailOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { detail, errors = [] } = JSON.parse(text) as { detail: string; errors?: readonly { detail: string }[] };
    const more = errors.map(error => error.detail).filter(one => !detail.endsWith(one));
    return [detail, ...more].join('\n');
  } catch {
    return `the server answered ${response.status}`;
  }
}
