import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { connect, ensurePlace, UnavailableError, type FileKind } from './index.js';

const first: FileKind = {
  called: 'a herbarium',
  holding: 'plants',
  applicationId: 0x54536862,
  tables: 'CREATE TABLE plants (name TEXT)',
  upgrades: [],
  whereNewer: 'ask a botanist',
  writingPragmas: ['cache_size = -100'],
  pragmas: ['cache_size = -200'],
  Unavailable: UnavailableError,
  Incompatible: class extends Error {},
};
const third: FileKind = {
  ...first,
  tables: 'CREATE TABLE plants (name TEXT, found TEXT, dried TEXT)',
  upgrades: ['ALTER TABLE plants ADD COLUMN found TEXT', 'ALTER TABLE plants ADD COLUMN dried TEXT'],
};
const made = { columns: ['name', 'found', 'dried'], pragmas: [0x54536862n, 3n, -200n] };

describe('a file of one kind', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sqlite-file-'));
    path = join(folder, 'plants.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const look = (kind: FileKind, readOnly = false) => {
    ensurePlace(path, readOnly, kind);
    const db = connect(path, readOnly, kind);
    const columns = db.prepare(`SELECT name FROM pragma_table_info('plants')`).pluck().all();
    const pragmas = ['application_id', 'user_version', 'cache_size'].map(name => db.pragma(name, { simple: true }));
    db.close();
    return { columns, pragmas };
  };
  const told = (by: 'Unavailable' | 'Incompatible', reason: string) =>
    expect.objectContaining({ constructor: first[by], message: `${path} ${reason}` });
  /** Changes the file as some other program would. */
  const tamper = (sql: string) => new Database(path).exec(sql).close();

  it('is made, with its folder, by who may write', () => {
    path = join(folder, 'deep', 'plants.db');
    for (const readOnly of [false, true, false]) expect(look(third, readOnly)).toEqual(made);
  });

  it('cannot be read before somebody has written it', () => {
    expect(() => look(first, true)).toThrow(told('Unavailable', 'does not exist yet'));
    writeFileSync(path, '');
    expect(() => look(first, true)).toThrow(told('Unavailable', 'holds no plants yet'));
  });

  it.each([1, 2])('of version %d is brought up to date by who writes it, and then read', version => {
    look(first);
    if (version === 2) tamper(`${third.upgrades[0]}; PRAGMA user_version = 2`);
    const hint = `has schema version ${version}: a program of this version that writes to it must open it first`;
    expect(() => look(third, true)).toThrow(told('Unavailable', hint));
    for (const readOnly of [false, true]) expect(look(third, readOnly)).toEqual(made);
  });

  it.each([
    ['has schema version 3, this program knows none above 1: ask a botanist', () => look(third)],
    ['is not a herbarium but another SQLite database', () => tamper('CREATE TABLE stones (name TEXT)')],
    ['is not a herbarium but some other file', () => writeFileSync(path, 'a text '.repeat(200))],
  ])('is refused for good, and left as it is, where it %s', (reason, make) => {
    make();
    const before = readFileSync(path);
    for (const readOnly of [false, true]) expect(() => look(first, readOnly)).toThrow(told('Incompatible', reason));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is refused for good where it is a folder', () => {
    mkdirSync(path);
    const refusal = told('Incompatible', 'is not a herbarium but a folder');
    for (const readOnly of [false, true]) expect(() => look(first, readOnly)).toThrow(refusal);
  });
});
