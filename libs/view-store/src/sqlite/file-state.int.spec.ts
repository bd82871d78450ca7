import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { FileState } from './file-state.js';

describe('the state of a file', () => {
  let folder: string;
  let writer: Database.Database;
  let reader: Database.Database;
  let state: FileState;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'file-state-'));
    writer = new Database(join(folder, 'a.db'));
    writer.pragma('journal_mode = WAL');
    writer.exec('CREATE TABLE a (x)');
    reader = new Database(join(folder, 'a.db'), { readonly: true });
    state = new FileState(reader);
  });
  afterEach(() => {
    reader.close();
    writer.close();
    rmSync(folder, { recursive: true });
  });
  const write = () => writer.exec('INSERT INTO a VALUES (1)');

  it('is the same while nothing is written', async () => {
    const first = state.current();
    await nextTurn();
    expect(state.current()).toBe(first);
  });

  it('is another one in the turn after something was written', async () => {
    const first = state.current();
    write();
    await nextTurn();
    expect(state.current()).not.toBe(first);
  });

  it('is asked for once in a turn, unless somebody may have seen a newer one', () => {
    const first = state.current();
    write();
    expect(state.current()).toBe(first);
    state.forget();
    expect(state.current()).not.toBe(first);
  });
});
