import type Database from 'better-sqlite3';
import { afterEach } from '@jest/globals';
import { inboxStorageContract } from '@touchstream/consumer/contract';
import { openDatabase } from './database.js';
import { InboxTables } from './inbox-tables.js';

const opened: Database.Database[] = [];
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});

inboxStorageContract(() => {
  const db = openDatabase(':memory:');
  opened.push(db);
  return new InboxTables(db);
});
