import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { RecordOrder } from './order.js';

/** Works that end when they are told to. */
class Works {
  readonly began: string[] = [];
  readonly #ends = new Map<string, (failed: boolean) => void>();
  readonly #order = new RecordOrder();

  start(name: string, changes: readonly string[], names: readonly string[] = [], still = changes): void {
    const work = () => {
      this.began.push(name);
      return new Promise<void>((resolve, reject) =>
        this.#ends.set(name, failed => (failed ? reject(new Error(name)) : resolve())),
      );
    };
    this.#order.run({ changes, names, stillChanges: () => new Set(still) }, work).catch(() => undefined);
  }
  async end(name: string, failed = false): Promise<void> {
    this.#ends.get(name)!(failed);
    await new Promise(setImmediate);
  }
}

describe('works on records', () => {
  it('that change the same record follow one another, also after one that failed', async () => {
    const works = new Works();
    works.start('a', ['x']);
    works.start('b', ['x']);
    works.start('c', ['x', 'y']);
    works.start('d', ['z']);
    expect(works.began).toEqual(['a', 'd']);
    await works.end('a', true);
    expect(works.began).toEqual(['a', 'd', 'b']);
    await works.end('b');
    expect(works.began).toEqual(['a', 'd', 'b', 'c']);
  });

  it('that name a record wait for its changes, not for each other', async () => {
    const works = new Works();
    works.start('change', ['x']);
    works.start('name 1', ['y'], ['x']);
    works.start('name 2', ['z'], ['x']);
    works.start('change again', ['x']);
    works.start('name 3', ['w'], ['x']);
    expect(works.began).toEqual(['change']);
    await works.end('change');
    expect(works.began).toEqual(['change', 'name 1', 'name 2']);
    await works.end('name 1');
    expect(works.began).toHaveLength(3);
    await works.end('name 2');
    expect(works.began).toEqual(['change', 'name 1', 'name 2', 'change again']);
    await works.end('change again');
    expect(works.began).toEqual(['change', 'name 1', 'name 2', 'change again', 'name 3']);
  });

  it('that no longer change a record when their turn comes only name it', async () => {
    const works = new Works();
    works.start('a', ['x']);
    works.start('name', ['y'], ['x']);
    works.start('b', ['x', 'v'], [], ['v']);
    works.start('c', ['x', 'w'], [], ['w']);
    works.start('change', ['x']);
    works.start('name after', ['z'], ['x']);
    expect(works.began).toEqual(['a']);
    await works.end('a');
    expect(works.began).toEqual(['a', 'name', 'b', 'c']);
    await works.end('c');
    await works.end('name');
    expect(works.began).toHaveLength(4);
    await works.end('b', true);
    expect(works.began).toEqual(['a', 'name', 'b', 'c', 'change']);
    await works.end('change');
    expect(works.began).toEqual(['a', 'name', 'b', 'c', 'change', 'name after']);
    await works.end('name after');
    works.start('d', ['x']);
    expect(works.began.at(-1)).toBe('d');
  });

  it('that no longer change one of their records still wait for those that name the others', async () => {
    const works = new Works();
    works.start('a', ['x', 'y']);
    works.start('name', ['w'], ['y']);
    works.start('b', ['x', 'y'], [], ['y']);
    works.start('c', ['x'], [], []);
    await works.end('a');
    expect(works.began).toEqual(['a', 'name', 'c']);
    await works.end('name');
    expect(works.began).toEqual(['a', 'name', 'c', 'b']);
  });

  it('begin at once where nothing stands before them', async () => {
    const works = new Works();
    works.start('a', ['x'], ['y']);
    await works.end('a');
    works.start('b', ['x', 'y']);
    expect(works.began).toEqual(['a', 'b']);
  });

  it('begin as soon as, and not before, all earlier ones that stand in their way have ended', () => {
    const record = fc.constantFrom('x', 'y', 'z');
    const concern = fc.record({
      changes: fc.array(record, { maxLength: 2 }),
      names: fc.array(record, { maxLength: 3 }),
    });
    type Some = { readonly changes: readonly string[]; readonly names: readonly string[] };
    const touches = (one: Some, name: string) => one.changes.includes(name) || one.names.includes(name);
    const collide = (a: Some, b: Some) =>
      a.changes.some(name => touches(b, name)) || b.changes.some(name => touches(a, name));
    return fc.assert(
      fc.asyncProperty(fc.array(concern, { maxLength: 12 }), fc.infiniteStream(fc.nat()), async (concerns, choices) => {
        const works = new Works();
        concerns.forEach(({ changes, names }, at) => works.start(String(at), changes, names));
        const ended = new Set<number>();
        const mayBegin = (at: number) =>
          concerns.slice(0, at).every((one, other) => ended.has(other) || !collide(one, concerns[at]!));
        while (ended.size < concerns.length) {
          const began = works.began.map(Number);
          expect(began.toSorted((a, b) => a - b)).toEqual([...concerns.keys()].filter(mayBegin));
          const running = began.filter(at => !ended.has(at));
          const at = running[choices.next().value! % running.length]!;
          ended.add(at);
          await works.end(String(at), at % 3 === 0);
        }
      }),
    );
  });
});
