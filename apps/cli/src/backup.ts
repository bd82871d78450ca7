import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { Command } from 'commander';
import { ConfigError, readConfig } from '@touchstream/platform';
import { standaloneSettings } from '@touchstream/standalone';

/** What there is cannot be backed up, or not there: a backup is never written over another one. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

interface Copied {
  readonly file: string;
  readonly bytes: number;
}

function embedded(url: string, scheme: string, env: string): string {
  if (url.startsWith(scheme)) return url.slice(scheme.length);
  throw new ConfigError(`${env} does not begin with ${scheme}: another engine is backed up with its own tools`);
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/**
 * Copies a database as it is at one moment, beside whoever writes to it: `VACUUM INTO` reads one snapshot, and neither waits
 * for writers nor keeps them waiting. SQLite does not flush the copy: it gets its name when it is on the disk.
 */
function copy(from: string, to: string): Copied {
  const unfinished = `${to}.unfinished`;
  try {
    vacuum(from, unfinished);
    flush(unfinished);
    renameSync(unfinished, to);
    flush(dirname(to));
    return { file: to, bytes: statSync(to).size };
  } catch (error) {
    throw new BackupRefused(`${from} cannot be copied: ${(error as Error).message}`);
  }
}

function vacuum(from: string, to: string): void {
  const db = new Database(from, { readonly: true, fileMustExist: true });
  try {
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
}

/** Makes a folder where there is none, and gives the first that it had to make. */
function emptyFolder(path: string): string | undefined {
  try {
    const made = mkdirSync(path, { recursive: true });
    if (readdirSync(path).length === 0) return made;
  } catch (error) {
    throw new BackupRefused(`${path} cannot be made: ${(error as Error).message}`);
  }
  throw new BackupRefused(`${path} is not empty`);
}

/** The logs of the public feed; none where nothing was published. */
function logsIn(bus: string): readonly string[] {
  try {
    return existsSync(bus) ? readdirSync(bus).filter(name => name.endsWith('.db')) : [];
  } catch (error) {
    throw new BackupRefused(`${bus} cannot be read: ${(error as Error).message}`);
  }
}

/** The public feed first: of two copies made one after the other, the later one knows more, and that must be the events. */
function copyAll(events: string, bus: string, folder: string): readonly Copied[] {
  const logs = logsIn(bus);
  mkdirSync(join(folder, 'bus'));
  return [
    ...logs.map(name => copy(join(bus, name), join(folder, 'bus', name))),
    copy(events, join(folder, 'events.db')),
  ];
}

/** Throws {@link BackupRefused}, and leaves nothing behind. */
export function backUp(target: string, { json }: { readonly json: boolean }): void {
  const { eventStoreUrl, eventBusUrl } = readConfig(standaloneSettings, process.env);
  const events = embedded(eventStoreUrl, 'sqlite:', standaloneSettings.eventStoreUrl.env);
  const bus = embedded(eventBusUrl, 'log:', standaloneSettings.eventBusUrl.env);
  if (!existsSync(events)) throw new BackupRefused(`there are no events: ${events} does not exist`);
  const made = emptyFolder(target);
  try {
    const files = copyAll(events, bus, target);
    if (json) console.log(JSON.stringify({ files }));
    else for (const { file, bytes } of files) console.log(`${file}  ${bytes} bytes`);
  } catch (error) {
    for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true });
    if (made !== undefined) rmSync(made, { recursive: true });
    throw error;
  }
}

/** `touchstream backup` */
export const backupCommand = new Command('backup')
  .description('copy the events and the public feed of this machine, also while a server writes to them')
  .argument('<folder>', 'where to; must be empty or not exist yet')
  .addHelpText(
    'after',
    '\nCopies the files that EVENT_STORE_URL and EVENT_BUS_URL name. The views are not copied: they are built from the events.\nThe folder is laid out as a data folder: to restore it, put it in the place of one.',
  )
  .option('--json', 'print JSON', false)
  .action(backUp);
