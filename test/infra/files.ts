import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');

/** The text of a file of the project. */
export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
export const yamlOf = <T>(path: string): T => parse(textOf(path), { merge: true }) as T;
export const jsonOf = <T>(path: string): T => JSON.parse(textOf(path)) as T;
export const isThere = (path: string): boolean => existsSync(join(ROOT, path));
export const filesIn = (path: string): readonly string[] =>
  readdirSync(join(ROOT, path)).map(name => `${path}/${name}`);

/** An image named with a version of its own, so that it is the same one tomorrow. */
export const PINNED = /^[\w./-]+:v?\d+\.\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?$/;
