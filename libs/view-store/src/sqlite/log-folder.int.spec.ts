import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { LogFolder } from './log-folder.js';

describe('folding the log back', () => {
  let path: string;
  let db: Database.Database;
  let log: LogFolder;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'log-folder-')), 'a.db');
    db = new Database(path);
    db.pragma('journal_mode = WAL');
    db.pragma('wal_autocheckpoint = 0');
    db.exec('CREATE TABLE a (x)');
    log = new LogFolder(path);
  });
  afterEach(async () => {
    await log.close();
    db.close();
    rmSync(join(path, '..'), { recursive: true });
  });
  const write = () => db.exec(`INSERT INTO a VALUES (zeroblob(1000000))`);
  const logged = () => statSync(`${path}-wal`).size;
  /** Resolves when the one that is under way has ended, and another has begun. */
  const begun = async () => {
    while (!log.fold()) await nextTurn();
  };

  it('lets the next commit begin the log anew', async () => {
    write();
    const before = logged();
    await begun();
    await begun();
    write();
    expect(logged()).toBe(before);
    expect(statSync(path).size).toBeGreaterThan(1_000_000);
  });

  it('is done once at a time', () => {
    expect([log.fold(), log.fold()]).toEqual([true, false]);
  });

  it('leaves in the log what a reader may still need the file without', async () => {
    const reader = new Database(path, { readonly: true });
    reader.exec('BEGIN');
    const count = () => reader.prepare('SELECT count(*) FROM a').pluck().get();
    expect(count()).toBe(0);
    write();
    await begun();
    await begun();
    write();
    expect(logged()).toBeGreaterThan(2_000_000);
    expect(count()).toBe(0);
    reader.exec('COMMIT');
    expect(count()).toBe(2);
    reader.close();
  });

  it('begins another thread where one has failed', async () => {
    rmSync(path);
    expect(log.fold()).toBe(true);
    await begun();
    db.close();
  });
});
