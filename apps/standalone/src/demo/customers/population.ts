import type { Offer } from '../company/offer.js';
import { handOver, reps } from '../company/staff.js';
import { locales, type Firm, type Locale } from '../people/index.js';
import { BEGINNING, DAY, HOUR, inOfficeHours, MINUTE } from '../plan/calendar.js';
import { History } from '../plan/history.js';
import { Random } from '../plan/random.js';
import type { Account, Profile, Size } from './account.js';
import { addPeople, nameOf } from './contacts.js';
import { live } from './life.js';
import { register } from './registration.js';

/** Customers by the code of their turn: `C-10001` and so on. */
const FIRST_CODE = 10_001;

export interface World {
  readonly offer: Offer;
  readonly tenantId: string;
}

/** When somebody became a customer: four in ten were there before the demo begins. */
function beginningOf({ utcHours }: Locale, nth: number, random: Random): number {
  if (random.chance(0.4)) return BEGINNING + (nth % 10) * DAY + 4 * HOUR + nth * MINUTE;
  return inOfficeHours(BEGINNING + random.int(20, 660) * DAY, utcHours, random);
}

function ownerOf({ team }: Locale, since: number, random: Random): string {
  const owner = random.pick(reps[team]);
  return owner === handOver.from && since >= handOver.at ? handOver.to : owner;
}

const sizes: readonly Size[] = ['small', 'small', 'small', 'small', 'mid', 'mid', 'mid', 'large'];

/** The customers of all countries but for the known ones, and their lives. */
export class Population {
  readonly accounts: Account[] = [];

  constructor(private readonly world: World) {
    for (const locale of locales) this.#settle(locale);
  }

  /** Partners first: the others may come by them. */
  #settle(locale: Locale): void {
    const isPartner = ({ industry }: Firm) => industry === 'installation';
    const partners = locale.firms.filter(isPartner).map(firm => this.#addFirm(locale, firm, 'partner'));
    const firms = locale.firms.filter(firm => !isPartner(firm));
    const customers = firms.map(firm => this.#addFirm(locale, firm, 'business'));
    for (let nth = 0; nth < locale.persons; nth += 1) customers.push(this.#addPrivate(locale, 'person'));
    for (let nth = 0; nth < locale.households; nth += 1) customers.push(this.#addPrivate(locale, 'household'));
    for (const partner of partners) live(partner);
    for (const customer of customers) live(customer, partners);
  }

  #begin(locale: Locale) {
    const nth = this.accounts.length;
    const code = `C-${FIRST_CODE + nth}`;
    const random = new Random(code);
    const since = beginningOf(locale, nth, random);
    const history = new History(code, this.world.tenantId);
    return { history, random, about: { code, locale, since, owner: ownerOf(locale, since, random) } };
  }

  #addFirm(locale: Locale, { text, latin, industry }: Firm, kind: 'business' | 'partner'): Account {
    const { history, random, about } = this.#begin(locale);
    const profile: Profile = { ...about, kind, size: random.pick(sizes), name: text, latin, industry };
    const account = register(profile, history, { random, offer: this.world.offer });
    this.accounts.push(account);
    addPeople(account);
    return account;
  }

  #addPrivate(locale: Locale, kind: 'person' | 'household'): Account {
    const { history, random, about } = this.#begin(locale);
    const name = nameOf(locale, random);
    const called = kind === 'person' ? name.text : locale.household.replace('{family}', name.family);
    const profile: Profile = { ...about, kind, size: 'private', name: called, latin: name.latin };
    const account = register(profile, history, { random, offer: this.world.offer });
    this.accounts.push(account);
    addPeople(account, name);
    return account;
  }
}
