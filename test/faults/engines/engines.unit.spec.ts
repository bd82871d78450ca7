import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { run } from '../../fixtures/program.js';
import { withAddress } from './kafka-address.js';
import { isGrowing } from './memory.js';
import { isBad, recoveryOf, type Result } from './report.js';

describe('the address that a broker tells', () => {
  const address = (port: number) => Buffer.from([0, 9, ...Buffer.from('127.0.0.1'), 0, 0, port >> 8, port & 0xff]);
  const says = (...pieces: readonly Buffer[]): Buffer => {
    const rewrite = withAddress({ host: '127.0.0.1', port: 9_092 }, 40_000);
    return Buffer.concat(pieces.map(rewrite));
  };
  const answer = (port: number) =>
    Buffer.concat([Buffer.from('before'), address(port), Buffer.from('between'), address(port)]);

  it('becomes that of the proxy, wherever the answer is cut', () => {
    const whole = answer(9_092);
    for (let at = 0; at <= whole.length; at += 1) {
      const told = says(whole.subarray(0, at), whole.subarray(at));
      // The first bytes of an address are not held back: they may well be the end of an answer.
      if (told.equals(answer(40_000))) continue;
      const starts = [whole.indexOf('127.'), whole.lastIndexOf('127.')];
      expect(starts.some(start => at > start && at < start + 4)).toBe(true);
    }
  });
  it('of another is left as it is', () => {
    expect(says(answer(9_093))).toEqual(answer(9_093));
  });
  it('holds back no answer that ends like one begins', () => {
    expect(says(Buffer.from('1'))).toEqual(Buffer.from('1'));
  });
});

describe('memory', () => {
  const looks = (of: (at: number) => number) => Array.from({ length: 20 }, (_, at) => of(at));
  it('is flat where it goes up and down, or grows at first only', () => {
    expect(isGrowing(looks(at => 150 + (at % 3) * 60))).toBe(false);
    expect(isGrowing(looks(at => Math.min(200, 100 + 40 * at)))).toBe(false);
  });
  it('grows where something is kept of each fault', () => {
    expect(isGrowing(looks(at => 120 + 12 * at + (at % 3) * 30))).toBe(true);
  });
  it('is not judged by a few looks', () => {
    expect(isGrowing([100, 300, 500])).toBe(false);
  });
});

describe('a result', () => {
  const good: Result = {
    fault: 'f',
    engine: 'kafka',
    times: 3,
    acknowledged: 10,
    lost: 0,
    doubled: 0,
    viewsDiffering: 0,
    recoveryMs: recoveryOf([30.4, 10.2, 20.1]),
  };
  it('tells the median and the longest recovery', () => {
    expect(good.recoveryMs).toEqual({ median: 20, max: 30 });
  });
  it.each([{ lost: 1 }, { doubled: 1 }, { viewsDiffering: 1 }, { recoveryMs: { median: null, max: null } }])(
    'is bad with %j',
    bad => {
      expect([isBad(good), isBad({ ...good, ...bad })]).toEqual([false, true]);
    },
  );
});

describe('the program', () => {
  const main = fileURLToPath(new URL('../../dist/faults/engines/main.js', import.meta.url));
  it('says in one line what is not set, and plays nothing', async () => {
    const { code, stdout, stderr } = await run([main], { env: { TEST_MONGODB_URL: 'mongodb://127.0.0.1:1/' } });
    expect({ code, stdout, stderr }).toEqual({
      code: 78,
      stdout: '',
      stderr: 'the fault tests need TEST_KAFKA_BROKERS\n',
    });
  });
});
