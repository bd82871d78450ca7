import type { JsonSchema } from '@touchstream/events';
import { answer, limitParameter } from '@touchstream/platform';
import type { Doc, View } from '@touchstream/views';
import { MAX_TOKENS, type Condition } from '@touchstream/view-store';
import { cutParameters } from '../past/cut.js';
import type { Moment } from './moment.js';

/** A filter of a list: a query parameter and the condition it makes. */
export interface Filter {
  readonly about: string;
  /** The parameter's schema; text of at most 200 characters unless said otherwise. */
  readonly schema?: JsonSchema;
  readonly condition: (value: string) => Condition;
}

/** An order of a list: a declared field, and its direction. */
export interface Order {
  readonly about: string;
  readonly field: string;
  readonly direction: 'ascending' | 'descending';
  /** Whether documents that do not have the field, which holds text, are left out; they are listed too where not said. */
  readonly isPartial?: true;
}

/** A read model served as a list and by key: the same rules of paging, filtering and freshness everywhere. */
export interface Resource<D extends Doc = never, R extends object = object> {
  readonly view: View<D>;
  readonly tag: string;
  /** The collection's address: `/v1/quotes`. */
  readonly base: string;
  /** What one is called in texts: `quote`. */
  readonly noun: string;
  /** The schema of what is answered. */
  readonly response: JsonSchema;
  /** The document as answered: money as decimal strings, nothing internal. What depends on time is asked of the moment. */
  readonly present: (doc: D, now: Moment) => R;
  /** The revision of the aggregate the document shows, for its ETag; undefined where it shows no single one. */
  readonly revision: (doc: D) => number | undefined;
  /** Query parameters by name. */
  readonly filters: Readonly<Record<string, Filter>>;
  /** The orders to choose from with `order`; the first holds where none is named. */
  readonly orders: Readonly<Record<string, Order>>;
}

/** What every list takes besides its filters: how to page, and which past is meant. */
const RESERVED = ['order', 'limit', 'after', ...Object.keys(cutParameters)];

/**
 * What is answered is titled after the noun (`PriceBook`): the documentation shows it once under that name. Throws where a
 * filter has the name of something else that a list takes.
 */
export function resource<D extends Doc, R extends object>(definition: Resource<D, R>): Resource<D, R> {
  const { base, noun, response, filters } = definition;
  for (const [name, filter] of Object.entries(filters))
    if (RESERVED.includes(name) || (name === 'q') !== (filter === search))
      throw new Error(`filter ${name} of ${base}: every list takes ${RESERVED.join(', ')}, and searches by q`);
  return { ...definition, response: { title: titleOf(noun), ...response } };
}
/** Words as one name: `PriceBook` of `price book`. */
export const titleOf = (words: string): string =>
  words.replaceAll(/(?:^|\s)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Filters by a declared field's value. */
export const is = (field: string, about: string, schema?: JsonSchema): Filter => ({
  about,
  ...(schema === undefined ? {} : { schema }),
  condition: value => ({ field, is: value }),
});
/** Filters by a declared field with a vocabulary of its own: what is no word of it is refused, not looked for. */
export const oneOf = (field: string, about: string, values: readonly string[]): Filter =>
  is(field, about, answer.choice(values));
/** Filters by the currency that amounts are in. */
export const currency: Filter = is('currency', 'Only in this currency.', { type: 'string', format: 'currency' });
/** Filters by one of several values under one name. */
export const has = (lookup: string, about: string): Filter => ({ about, condition: value => ({ lookup, has: value }) });
/** Filters by phone numbers. Of one in E.164 the `+` that was not encoded has become a space in a query, or was left out. */
export const phone = (about: string): Filter => ({
  about,
  condition: value => ({ lookup: 'phone', has: `+${value.replaceAll(/[^0-9]/g, '')}` }),
});
/** Filters by e-mail addresses, which a lookup keeps in lower case. */
export const email = (about: string): Filter => ({
  about,
  condition: value => ({ lookup: 'email', has: value.toLowerCase() }),
});
/** Searches names and numbers by words and beginnings of words. */
export const search: Filter = {
  about: `Words or beginnings of words, in any script, of names and numbers; all must be found. The first ${MAX_TOKENS.toLocaleString('en')} words of a record count; a customer’s contacts come last, in the order in which they were linked.`,
  condition: text => ({ text }),
};

const aboutOf = ({ about, isPartial }: Order) => (isPartial ? `${about}; only those that have one` : about);

/** So many items has a page where the query names no `limit`. */
export const DEFAULT_LIMIT = 50;

const TEXT: JsonSchema = { type: 'string', minLength: 1, maxLength: 200, format: 'text' };

/** The schema of a list's query; `more` are parameters of this list alone. */
export function querySchema({ filters, orders }: Pick<Resource, 'filters' | 'orders'>, more: object = {}): JsonSchema {
  const names = Object.keys(orders);
  return {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(
        Object.entries(filters).map(([name, { about, schema = TEXT }]) => [name, { ...schema, description: about }]),
      ),
      order: {
        type: 'string',
        enum: names,
        description: `The order: ${names.map(name => `\`${name}\` (${aboutOf(orders[name]!)})`).join(', ')}. The first holds where none is named.`,
      },
      limit: limitParameter({ most: 200, otherwise: DEFAULT_LIMIT }),
      after: { type: 'string', minLength: 1, maxLength: 2000, description: 'The `next` of the page before.' },
      ...more,
    },
  };
}

/** The schema of a page. */
export const pageSchema = (item: JsonSchema): JsonSchema => ({
  type: 'object',
  required: ['items', 'next', 'position'],
  properties: {
    items: { type: 'array', items: item },
    next: { type: ['string', 'null'], description: 'Cursor of the next page; null on the last.' },
    position: { type: 'string', description: 'The position the view is at.' },
  },
});
