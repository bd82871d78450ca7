import { END, DAY } from '../plan/calendar.js';
import type { Random } from '../plan/random.js';
import { projectsFor, smallOrders } from '../sales/baskets.js';
import { Bill, type Habit } from '../sales/billing.js';
import { placeOrder } from '../sales/ordering.js';
import { sell, type Course } from '../sales/selling.js';
import { hangUp, correctOutcome, missAndCallBack, reportCall, talk } from '../service/calling.js';
import { complain, help } from '../service/serving.js';
import { callNotes, firmTouches, homeTouches } from '../service/subjects.js';
import { attach, browse, correctDuration, touch } from '../service/touching.js';
import type { Account, Size } from './account.js';
import { activate, develop, fallAsleep, promote } from './standing.js';

/** How much happens with a customer of a size in two years, on average. */
interface Pace {
  readonly deals: number;
  readonly orders: number;
  readonly troubles: number;
  readonly calls: number;
  readonly touches: number;
  readonly visits: number;
}

const paces: Readonly<Record<Size, Pace>> = {
  private: { deals: 0.45, orders: 0.2, troubles: 0.35, calls: 0.3, touches: 0.7, visits: 0.1 },
  small: { deals: 0.45, orders: 0.35, troubles: 0.35, calls: 0.3, touches: 0.9, visits: 0.2 },
  mid: { deals: 0.6, orders: 0.5, troubles: 0.4, calls: 0.6, touches: 1.4, visits: 0.3 },
  large: { deals: 1.4, orders: 1.1, troubles: 0.8, calls: 1.2, touches: 2.6, visits: 0.5 },
};

/** Weighted: each course as often as it stands there. */
const courses: readonly Course[] = [
  ...Array<Course>(7).fill('won'),
  ...Array<Course>(2).fill('won-after-approval'),
  ...Array<Course>(1).fill('won-after-loss'),
  ...Array<Course>(5).fill('lost-early'),
  ...Array<Course>(5).fill('lost-on-price'),
  ...Array<Course>(3).fill('abandoned'),
];
const habits: readonly Habit[] = [
  ...Array<Habit>(14).fill('prompt'),
  ...Array<Habit>(4).fill('late'),
  ...Array<Habit>(1).fill('in-parts'),
];

/** Some moments of a life, so many on average, up to when the customer falls silent. */
function moments(account: Account, until: number, average: number): number[] {
  const { profile, random } = account;
  const exact = average * (0.5 + random.next());
  const count = Math.floor(exact) + (random.chance(exact % 1) ? 1 : 0);
  const from = profile.since + DAY;
  return Array.from({ length: count }, () => account.after(from + random.next() * Math.max(DAY, until - from), 0, 1));
}

const troubleOf = (random: Random) => {
  const draw = random.next();
  if (draw < 0.06) return { trouble: 'stock' } as const;
  if (draw < 0.1) return { trouble: 'cancelled' } as const;
  return draw < 0.14 ? ({ trouble: 'late' } as const) : {};
};

/** Two years with a customer. `partners` are those who might bring a deal. */
export function live(account: Account, partners: readonly Account[] = []): void {
  const { profile, random } = account;
  const { size, since } = profile;
  const pace = paces[size];
  const until = random.chance(0.15) ? Math.min(END, since + random.int(60, 300) * DAY) : END;
  const often = (average: number, happen: (account: Account, at: number) => void) => {
    for (const at of moments(account, until, average)) happen(account, at);
  };
  const wish = (_: Account, at: number) => sellSomething(account, at, partners);
  often(pace.deals, wish);
  // A pipeline holds more of what is new than the even spread of two years would leave in it.
  if (until === END && random.chance(pace.deals / 3))
    wish(account, account.after(Math.max(since, END - random.int(5, 90) * DAY), 0, 1));
  often(pace.orders, orderSomething);
  settleBills(account);
  often(pace.troubles, help);
  often(pace.calls, call);
  often(pace.touches, meet);
  often(pace.visits, browse);
  grow(account);
}

function sellSomething(account: Account, at: number, partners: readonly Account[]): void {
  const { profile, random } = account;
  const project = random.pick(projectsFor(profile.kind, profile.size));
  const [partner] = random.sample(
    partners.filter(one => one.profile.since < at),
    1,
  );
  const isBrought = partner !== undefined && profile.kind !== 'partner' && random.chance(0.12);
  sell(account, {
    at,
    project,
    course: random.pick(courses),
    ...(isBrought && { partnerId: partner.customerId, leadSource: 'Partner' }),
    ...troubleOf(random),
  });
}

function orderSomething(account: Account, at: number): void {
  const { profile, random } = account;
  const wants = random.pick(smallOrders[profile.size])(random);
  const channel = random.pick(['portal', 'web', 'email', 'phone'] as const);
  placeOrder(account, { at, channel, lines: account.priced(wants, at), ...troubleOf(random) });
}

/** Bills what was shipped. Only the last one may bring a stop of credit, for no order is confirmed under it. */
function settleBills(account: Account): void {
  const { random, profile } = account;
  const orders = account.orders.toSorted((one, other) => one.placedAt - other.placedAt);
  const shipped = orders.filter(({ shippedAt }) => shippedAt !== undefined);
  const last = orders.at(-1);
  const mayFail = profile.size !== 'private';
  for (const order of shipped) {
    const bill = new Bill(account, order);
    if (order === last && mayFail && random.chance(0.14)) bill.pay(random.pick(['hold', 'hold', 'never'] as const));
    else bill.pay(random.chance(0.02) ? 'too-much' : random.pick(habits));
    if (random.chance(0.16)) complain(account, { at: account.after(order.deliveredAt!, 1, 12), order, bill });
  }
}

function call(account: Account, at: number): void {
  const { random } = account;
  const [disposition, notes] = random.pick(callNotes);
  const draw = random.next();
  if (draw < 0.08) return hangUp(account, at);
  if (draw < 0.2) return missAndCallBack(account, at, notes);
  if (draw < 0.28) return void reportCall(account, at, { notes, disposition });
  const direction = random.chance(0.65) ? 'inbound' : 'outbound';
  const wrapUp = random.chance(0.75) ? { disposition, notes } : {};
  const isLate = random.chance(0.08);
  const callId = talk(account, { at, direction, ...wrapUp, ...(isLate && { loggedAfterDays: random.int(1, 9) }) });
  if (!isLate && random.chance(0.06)) correctOutcome(account, callId, at + DAY, 'complaint-expected');
}

function meet(account: Account, at: number): void {
  const { profile, random, known } = account;
  const { channel, direction, subject, summary, minutes } = random.pick(
    profile.size === 'private' ? homeTouches : firmTouches,
  );
  const isLate = random.chance(0.1);
  const interactionId = touch(account, {
    at,
    channel,
    direction,
    subject: subject.replace('{city}', known.address.city),
    summary,
    ...(minutes && { minutes }),
    ...(channel === 'visit' && { place: known.address.city, euros: random.int(40, 300) }),
    ...(isLate && { loggedAfterDays: random.int(1, 12) }),
  });
  if (isLate) return;
  if (channel === 'visit' && random.chance(0.15)) correctDuration(account, interactionId, at + DAY, 120);
  if (channel === 'letter' || channel === 'fax') attach(account, interactionId, at + DAY / 24, 'scan.pdf');
}

const tierOf = { private: undefined, small: 'bronze', mid: 'silver', large: 'gold' } as const;

/** What follows from all that for the customer's standing. */
function grow(account: Account): void {
  activate(account);
  if (fallAsleep(account)) return;
  develop(account);
  const tier = tierOf[account.profile.size];
  if (tier !== undefined) promote(account, tier);
}
