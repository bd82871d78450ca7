import type { Actor, CustomerKind, SalesTotals } from '@touchstream/events';
import { money, priceLine, toWire, totalsOf, type Line, type Money } from '@touchstream/domain';
import type { Offer } from '../company/offer.js';
import type { Currency } from '../company/price-books.js';
import { onOffer } from '../company/products.js';
import { handOver, staff } from '../company/staff.js';
import type { Locale } from '../people/index.js';
import { date, DAY, inOfficeHours } from '../plan/calendar.js';
import type { History } from '../plan/history.js';
import type { Random } from '../plan/random.js';

export type Size = 'private' | 'small' | 'mid' | 'large';

/** Where a customer is. */
export interface Address {
  readonly lines: string[];
  readonly city: string;
  readonly region?: string;
  readonly postcode?: string;
  readonly country: string;
}

/** Who a customer is when it is registered. */
export interface Profile {
  readonly code: string;
  readonly kind: CustomerKind;
  readonly size: Size;
  readonly name: string;
  /** For its addresses of mail and web. */
  readonly latin: string;
  readonly industry?: string;
  readonly locale: Locale;
  readonly owner: string;
  readonly since: number;
}

/** A person at a customer. */
export interface Person {
  readonly contactId: string;
  readonly name: string;
  readonly phone: string;
}

/** What a customer wants of a product. */
export interface Want {
  readonly sku: string;
  readonly qty: number;
  readonly discountPct?: number;
}

/** An order, as far as bills and complaints need to know it. */
export interface Ordered {
  readonly orderId: string;
  readonly placedAt: number;
  readonly lines: readonly Line[];
  readonly totals: SalesTotals;
  /** When everything was shipped; undefined where it was cancelled. */
  readonly shippedAt?: number;
  readonly deliveredAt?: number;
}

/** A customer, and all that becomes of it. */
export class Account {
  readonly people: Person[] = [];
  readonly orders: Ordered[] = [];

  constructor(
    readonly profile: Profile,
    readonly history: History,
    readonly random: Random,
    readonly known: { readonly customerId: string; readonly offer: Offer; readonly address: Address },
  ) {}

  get customerId(): string {
    return this.known.customerId;
  }
  get currency(): Currency {
    return this.profile.locale.currency;
  }
  /** The person who speaks for the customer. */
  get speaker(): Person {
    return this.people[0]!;
  }

  /** Whose customer it is. */
  ownerAt(at: number): string {
    const { owner } = this.profile;
    return owner === handOver.from && at >= handOver.at ? handOver.to : owner;
  }
  rep(at: number): Actor {
    return staff.rep(this.ownerAt(at));
  }

  /** Some moment at work, so many days later. */
  after(at: number, least: number, most: number): number {
    const days = least + this.random.next() * (most - least);
    return inOfficeHours(at + Math.round(days * DAY), this.profile.locale.utcHours, this.random);
  }

  /** The lines of what is wanted, at list price less the discounts. */
  priced(wants: readonly Want[], at: number): Line[] {
    const { offer } = this.known;
    return wants.map((want, nth) => {
      const { sku, name } = onOffer(want.sku, date(at));
      return priceLine({
        lineId: `line-${nth + 1}`,
        productId: offer.productId(sku),
        sku,
        name,
        qty: want.qty,
        unitPrice: offer.price(sku, this.currency, want.qty, at),
        discountPct: want.discountPct ?? 0,
        taxPct: this.profile.locale.taxPct,
      });
    });
  }

  totals(lines: readonly Line[]): SalesTotals {
    return totalsOf(this.currency, lines);
  }

  /** What is wanted, in round figures: a first estimate. */
  estimate(wants: readonly Want[], at: number): ReturnType<typeof toWire> {
    const net = this.priced(wants, at).reduce((sum, line) => sum + money(line.net).minor, 0n);
    const step = 10n ** BigInt(Math.max(0, net.toString().length - 2));
    return toWire({ minor: (net / step) * step, currency: this.currency } satisfies Money);
  }
}
