import type { Random } from '../../fixtures/random.js';

const SYLLABLES =
  'ba be bo da de dor fa fen ga gor ha hel ka kel ko la lin lo ma mer mo na nor pa pel ra ren ro sa sel so ta ten tor va vel wa wen za zel'.split(
    ' ',
  );
const TRADES = 'Logistics Machines Foods Textiles Optics Energy Software Paper Steel Chemicals Toys Travel'.split(' ');
const FORMS = 'GmbH Ltd Inc SA BV AG'.split(' ');
const HAN = Array.from(
  '华东南西北京海山江河湖天地人和平安福新光明星云龙凤金银铁木水火土石玉花草林森田园城市春秋冬大中小高长宽远近',
);
const VERBS =
  'asked about,ordered more of,complained of,wants a demo of,compared us on,signed off,returned,praised'.split(',');
const THINGS =
  'the second line,the new press,spare parts,the yearly service,delivery dates,the framework contract,training,the invoice'.split(
    ',',
  );

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
const joined = (count: number, part: () => string): string => Array.from({ length: count }, part).join('');

/** A word that a company may be called by. */
export const coinedWord = (random: Random): string => joined(random.whole(2, 4), () => random.pick(SYLLABLES));
/** The same in Chinese: two to four characters. */
export const coinedHan = (random: Random): string => joined(random.whole(2, 4), () => random.pick(HAN));

/** A company's name; one in four is Chinese. */
export function companyName(random: Random): string {
  if (random.next() < 0.25) return `${coinedHan(random)}${random.pick(['贸易', '科技', '机械'])}有限公司`;
  return `${capital(coinedWord(random))} ${capital(coinedWord(random))} ${random.pick(TRADES)} ${random.pick(FORMS)}`;
}

export const personName = (random: Random): string => `${capital(coinedWord(random))} ${capital(coinedWord(random))}`;

/** What a touch was about. */
export const subject = (random: Random): string => `They ${random.pick(VERBS)} ${random.pick(THINGS)}`;
