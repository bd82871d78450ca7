import {
  ChangePrice,
  ChangeProduct,
  IntroduceProduct,
  priceOf,
  PublishPriceBook,
  RetireProduct,
  type PriceBook,
} from '@touchstream/domain';
import type { Money } from '@touchstream/events';
import { HOUR, instant, MINUTE } from '../plan/calendar.js';
import { History } from '../plan/history.js';
import { currencies, priceBookId, priceBookIn, versions, type Currency } from './price-books.js';
import { products } from './products.js';
import { staff } from './staff.js';

const by = staff.productManager;
const morning = (day: string) => Date.parse(`${day}T06:00:00.000Z`);

/** What the company sells, and at which prices. */
export class Offer {
  readonly history: History;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #books: ReadonlyMap<Currency, Extract<PriceBook, { status: 'published' }>>;

  constructor(tenantId: string) {
    this.history = new History('offer', tenantId);
    this.#ids = new Map(products.map((product, at) => [product.sku, this.#introduce(product, at)]));
    this.#books = new Map(currencies.map(currency => [currency, priceBookIn(currency, this.#ids)]));
    for (const [currency, book] of this.#books) this.#publish(currency, book);
    this.#change();
  }

  productId(sku: string): string {
    return this.#ids.get(sku)!;
  }

  /** The list price of one unit when so many are taken. */
  price(sku: string, currency: Currency, qty: number, at: number): Money {
    const price = priceOf(this.#books.get(currency)!, this.productId(sku), qty, instant(at));
    if (price === undefined) throw new Error(`${sku} has no price in ${currency} on ${instant(at)}`);
    return price;
  }

  #introduce({ sku, name, family, uom, taxClass, serialised, introduced }: (typeof products)[number], nth: number) {
    const id = this.history.create(
      IntroduceProduct,
      { at: morning(introduced) + nth * MINUTE, by },
      { sku, name, family, uom, taxClass, serialised },
    );
    this.history.alone();
    return id;
  }

  #publish(currency: Currency, { versions: all }: Extract<PriceBook, { status: 'published' }>): void {
    const id = priceBookId(currency);
    all.forEach(({ name, validFrom, prices }, nth) => {
      const entries = prices
        .filter(({ from }) => from === validFrom)
        .map(({ productId, unitPrice, minQty }) => ({ productId, unitPrice, minQty }));
      const at = morning(versions[nth]!.published) + HOUR + currencies.indexOf(currency) * MINUTE;
      this.history.create(PublishPriceBook, { at, by }, { priceBookId: id, name, currency, entries, validFrom });
      this.history.alone();
      for (const { from, ...price } of prices.filter(one => one.from !== validFrom)) {
        this.history.change(ChangePrice, id, { at: morning(from) + HOUR, by }, { ...price, effectiveFrom: from });
        this.history.alone();
      }
    });
  }

  #change(): void {
    const gateway = this.productId('MON-GW');
    this.history.change(
      ChangeProduct,
      gateway,
      { at: morning('2025-01-13'), by },
      { name: 'Beacon gateway, second edition' },
    );
    for (const { sku, retired, replacement } of products) {
      if (retired === undefined || replacement === undefined) continue;
      const replacementId = this.productId(replacement);
      this.history.change(
        RetireProduct,
        this.productId(sku),
        { at: morning(retired) + 12 * HOUR, by },
        { replacementId, reason: 'The quieter successor is in full supply.' },
      );
      this.history.alone();
    }
  }
}
