import { describe, expect, it } from '@jest/globals';
import type { Condition } from '../view-store.js';
import { filled, type Opened } from './stores.js';
import { testView, type TestDoc } from './test-view.js';

const view = testView();

const people: Readonly<Record<string, readonly string[]>> = {
  anna: ['Anna Bergström', '+49301234567', 'C-000123'],
  annika: ['Annika Berg', 'annika.berg@example.com'],
  oconnor: ["Seán O'Connor"],
  zhang: ['张伟明', '北京科技有限公司'],
  zhao: ['赵伟'],
  tanaka: ['田中ガス', 'Tanaka Gas'],
  kim: ['김철수'],
  ahmad: ['أحمد الكبير'],
  cohen: ['שלום כהן'],
  sharma: ['राजेश शर्मा'],
  somchai: ['สมชาย'],
  papas: ['Γιώργος Παππάς'],
  alyona: ['Алёна Чайковская'],
  strasse: ['Große Straße'],
  istanbul: ['İstanbul Işık'],
  rocket: ['🚀 Rocket'],
  none: [],
};

export function searching(opened: Opened): void {
  const search = async (text: string, more: Condition[] = [], orderBy?: string): Promise<string[]> => {
    const query = { where: [{ text }, ...more], limit: 100, ...(orderBy !== undefined && { orderBy }) };
    return (await opened.store.find(view, query)).items.map(({ key }) => key);
  };
  const fill = () =>
    filled(
      opened.store,
      view,
      Object.fromEntries(
        Object.entries(people).map(([key, text], at): [string, TestDoc] => [
          key,
          { text, fields: { name: `n${99 - at}`, owner: `o${at % 2}` } },
        ]),
      ),
    );

  describe('search', () => {
    it.each([
      ['ann', ['anna', 'annika']],
      ['ANNA', ['anna']],
      ['berg', ['anna', 'annika']],
      ['bergstrom', ['anna']],
      ['ann berg', ['anna', 'annika']],
      ['ann bergs', ['anna']],
      ['ann tanaka', []],
      ['nna', []],
      ['annika.berg@ex', ['annika']],
      ['oconnor', ['oconnor']],
      ["o'conn sean", ['oconnor']],
      ['伟', ['zhang', 'zhao']],
      ['张伟', ['zhang']],
      ['伟明', ['zhang']],
      ['张明', []],
      ['科技', ['zhang']],
      ['北京科技有限公司', ['zhang']],
      ['田中', ['tanaka']],
      ['ｶﾞｽ', ['tanaka']],
      ['カス', []],
      ['tanaka 田', ['tanaka']],
      ['철수', ['kim']],
      ['احمد', ['ahmad']],
      ['שלום', ['cohen']],
      ['राजे', ['sharma']],
      ['ชาย', ['somchai']],
      ['γιωρ', ['papas']],
      ['ПАППАΣ', []],
      ['παππασ', ['papas']],
      ['алена', ['alyona']],
      ['STRASSE', ['strasse']],
      ['istanbul isik', ['istanbul']],
      ['rocket', ['rocket']],
      ['4930', ['anna']],
      ['+49 30 123', ['anna']],
      ['030 1234567', ['anna']],
      ['4567', ['anna']],
      ['4568', []],
      ['c-0001', ['anna']],
      ['C000123', ['anna']],
    ])('for %s', async (text, expected) => {
      await fill();
      expect(await search(text)).toEqual(expected);
    });

    it('goes with conditions and orders', async () => {
      await fill();
      expect(await search('berg', [{ field: 'owner', is: 'o0' }])).toEqual(['anna']);
      expect(await search('berg', [{ text: 'annika' }])).toEqual(['annika']);
      expect(await search('berg', [], 'name')).toEqual(['annika', 'anna']);
      expect(await search('berg', [{ field: 'owner', is: 'o0' }], 'name')).toEqual(['anna']);
    });

    it('asks nothing where there is no letter or digit, and takes any text', async () => {
      await fill();
      for (const text of ['', '  ', '!?', '🚀', '\ud800'])
        expect(await search(text)).toHaveLength(Object.keys(people).length);
      for (const text of ["'", '"', '%', '_', '*', '\\', '\0', ';--', '$where', '<', '\u{10ffff}'])
        await search(`${text} berg ${text}`);
      expect(await search('%berg%')).toEqual(['anna', 'annika']);
      expect(await search('x'.repeat(100_000))).toEqual([]);
      expect(await search('ann '.repeat(10_000))).toEqual(['anna', 'annika']);
    });

    it('finds a page in order also where most documents have the word', async () => {
      const documents = Array.from({ length: 10_000 }, (_, at): [string, TestDoc] => [
        `k${String(at).padStart(4, '0')}`,
        {
          text: [
            at < 9_000 ? 'common' : 'rare',
            at % 3_000 === 2_999 ? 'special' : 'usual',
            at === 10 || at >= 1_500 ? 'late' : '',
          ],
          fields: { name: `n${9_999 - at}` },
        },
      ]);
      await filled(opened.store, view, Object.fromEntries(documents));
      const first = async (text: string, orderBy?: string) =>
        (await opened.store.find(view, { where: [{ text }], limit: 2, ...(orderBy && { orderBy }) })).items.map(
          ({ key }) => key,
        );
      expect(await first('common')).toEqual(['k0000', 'k0001']);
      expect(await first('common', 'name')).toEqual(['k8999', 'k8998']);
      expect(await first('common special')).toEqual(['k2999', 'k5999']);
      expect(await first('usual rare')).toEqual(['k9000', 'k9001']);
      expect(await first('common usual', 'amount')).toEqual(['k0000', 'k0001']);
      expect(await first('c u', 'name')).toEqual(['k8998', 'k8997']);
      expect(await first('late')).toEqual(['k0010', 'k1500']);
      expect(await first('c rare')).toEqual([]);
    });
  });
}
