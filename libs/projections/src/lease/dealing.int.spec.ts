import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { embedded, type Embedded } from '../testing/index.js';
import { Dealing } from './dealing.js';

const pieces = ['p0', 'p1', 'p2', 'p3', 'p4'];
const LONG = 60_000;

describe('dealing work out', () => {
  let engines: Embedded;
  beforeEach(async () => {
    engines = await embedded();
  });
  afterEach(() => engines.dispose());

  const member = (holder: string, ttlMs: number, of = pieces, circle = 'projectors') =>
    new Dealing({ store: engines.viewStore, holder, ttlMs, circle, pieces: of });
  const shareOf = async (one: Dealing): Promise<readonly string[]> => {
    const is = await Promise.all(pieces.map(piece => one.isMine(piece)));
    return pieces.filter((_, at) => is[at]);
  };
  /** Asks all until each sees the others; not for ever. */
  async function until(members: readonly Dealing[], shares: readonly (readonly string[])[]): Promise<void> {
    const end = performance.now() + 10_000;
    let found: unknown;
    do found = await Promise.all(members.map(shareOf));
    while (JSON.stringify(found) !== JSON.stringify(shares) && performance.now() < end);
    expect(found).toEqual(shares);
  }

  it('gives each an equal share, in the order of arrival, and a newcomer its own', async () => {
    const a = member('z', 600);
    expect(await shareOf(a)).toEqual(pieces);
    const b = member('a', 600);
    expect(await shareOf(b)).toEqual(['p1', 'p3']);
    const c = member('m', 600);
    await until([a, b, c], [['p0', 'p3'], ['p1', 'p4'], ['p2']]);
  });

  it('gives the share of who left to the others at once, and of who died after a while', async () => {
    const [a, b, c] = [member('a', 600), member('b', LONG), member('c', 600)];
    for (const one of [a, b, c]) await shareOf(one);
    await b.leave();
    await until(
      [a, c],
      [
        ['p0', 'p2', 'p4'],
        ['p1', 'p3'],
      ],
    );
    await until([c], [pieces]);
  });

  it('leaves more members than pieces without, and other circles alone', async () => {
    const [a, b, other] = [member('a', LONG, ['p0']), member('b', LONG, ['p0']), member('c', LONG, pieces, 'others')];
    expect([await shareOf(a), await shareOf(b), await shareOf(other)]).toEqual([['p0'], [], pieces]);
  });

  it('looks once for all that ask at a time', async () => {
    let looks = 0;
    const store = new Proxy(engines.viewStore, {
      get(target, name) {
        if (name === 'leases') looks += 1;
        const found: unknown = Reflect.get(target, name, target);
        return typeof found === 'function' ? (found.bind(target) as unknown) : found;
      },
    });
    const one = new Dealing({ store, holder: 'a', ttlMs: LONG, circle: 'projectors', pieces });
    await Promise.all([shareOf(one), shareOf(one)]);
    expect(looks).toBe(1);
    await one.leave();
    expect(await engines.viewStore.leases()).toEqual([]);
  });
});
