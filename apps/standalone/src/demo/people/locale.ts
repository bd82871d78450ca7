import type { Currency } from '../company/price-books.js';
import type { Team } from '../company/staff.js';

/** A text as it is written there, and in Latin letters for addresses of mail and web. */
export interface Written {
  readonly text: string;
  readonly latin: string;
}

const industries = [
  'agriculture',
  'education',
  'food',
  'health',
  'hotels',
  'installation',
  'logistics',
  'manufacturing',
  'property',
  'public',
  'retail',
  'technology',
] as const;
export type Industry = (typeof industries)[number];

/** A company to be a customer. Those in `installation` are partners, who sell and fit what we make. */
export interface Firm extends Written {
  readonly industry: Industry;
}

export interface Place {
  readonly city: string;
  readonly region?: string;
  /** With a digit in the place of each `#`; left out where there are no postcodes. */
  readonly postcode?: string;
  /** A landline as people there write it. */
  readonly phone: string;
}

/** What customers of a country are like. */
export interface Locale {
  readonly country: string;
  readonly language: string;
  readonly timezone: string;
  /** Hours of its offices east of Greenwich, in winter. */
  readonly utcHours: number;
  readonly currency: Currency;
  /** The usual tax on sales, percent. */
  readonly taxPct: number;
  readonly team: Team;
  readonly region: string;
  readonly mobile: string;
  readonly givenNames: readonly Written[];
  readonly familyNames: readonly Written[];
  /** `{given}` and `{family}` in their order. */
  readonly fullName: string;
  /** `{family}`. */
  readonly household: string;
  readonly places: readonly Place[];
  /** `{n}` is the number of the house. */
  readonly streets: readonly string[];
  readonly firms: readonly Firm[];
  /** How many private persons and households are customers. */
  readonly persons: number;
  readonly households: number;
}

const special: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', Ł: 'L', ø: 'o', đ: 'd', Đ: 'D', ı: 'i', æ: 'ae' };

/** A text in Latin letters without their marks, in small letters and hyphens. */
const slug = (text: string): string =>
  text
    .replaceAll(/[ßłŁøđĐıæ]/gu, letter => special[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');

/** Names from a line like `Jürgen, Änne` or `伟 Wei, 芳 Fang`. */
export const names = (line: string): Written[] =>
  line.split(', ').map(one => {
    const [text = '', latin = text] = one.split(' ');
    return { text, latin: slug(latin) };
  });

/** Firms from lines like `Muster GmbH | muster | retail`. */
export const firms = (text: string): Firm[] =>
  text
    .trim()
    .split('\n')
    .map(line => {
      const [name = '', latin = '', industry = ''] = line.split('|').map(part => part.trim());
      return { text: name, latin, industry: industry as Industry };
    });
