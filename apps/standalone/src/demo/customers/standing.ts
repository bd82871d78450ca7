import {
  ActivateCustomer,
  AddAddress,
  ArchiveCustomer,
  ChangeAddress,
  ChangeCustomerProfile,
  ChangeTier,
  MarkChurned,
  MarkDormant,
  RecordAssessment,
  RecordCompetitorPresence,
  ReengageCustomer,
  SetRelationshipModel,
  WinBack,
} from '@touchstream/domain';
import type { CustomerTier } from '@touchstream/events';
import { staff, systems } from '../company/staff.js';
import { DAY, END, HOUR, instant, MINUTE } from '../plan/calendar.js';
import type { Random } from '../plan/random.js';
import { competitors } from '../sales/dealing.js';
import { touch } from '../service/touching.js';
import type { Account } from './account.js';

const rules = (at: number) => ({ at, by: systems.rules });

/** The first order makes a prospect an active customer. */
export function activate({ customerId, history, orders }: Account): void {
  const [first] = orders
    .filter(({ shippedAt }) => shippedAt !== undefined)
    .sort((one, other) => one.placedAt - other.placedAt);
  if (first === undefined) return;
  history.change(ActivateCustomer, customerId, rules(first.placedAt + 30 * MINUTE), { firstOrderId: first.orderId });
}

/** Whether the customer has ordered before the moment. */
const isActive = ({ orders }: Account, at: number) =>
  orders.some(({ placedAt, shippedAt }) => shippedAt !== undefined && placedAt < at);

const IDLE_DAYS = 180;

/** Whoever was not heard of for half a year is marked dormant; some come back, some are lost. Gives whether one was. */
export function fallAsleep(account: Account): boolean {
  const { customerId, history, random } = account;
  const last = history.steps.reduce((latest, step) => Math.max(latest, step.enteredAt), 0);
  const at = last + IDLE_DAYS * DAY + DAY;
  if (at >= END) return false;
  const since = { lastTouchAt: instant(last), idleDays: IDLE_DAYS, ruleId: 'idle-180' };
  history.change(MarkDormant, customerId, rules(at), since);
  const next = account.after(at, 10, 60);
  if (random.chance(0.35)) reengage(account, next);
  else if (isActive(account, next) && random.chance(0.45)) churn(account, next);
  return true;
}

function reengage(account: Account, at: number): void {
  const { customerId, history, random } = account;
  const trigger = random.pick(['Came to the open house', 'Answered the newsletter', 'Called about a fault']);
  history.change(ReengageCustomer, customerId, { at, by: account.rep(at) }, { trigger });
  const subject = 'Back in touch';
  touch(account, { at: at + HOUR, channel: 'email', direction: 'outbound', subject, summary: 'Sent the new prices.' });
}

/** The customer is lost; now and then one is won back. */
export function churn(account: Account, at: number, isWonBack = account.random.chance(0.3)): void {
  const { customerId, history, random, orders } = account;
  const before = orders.filter(({ placedAt }) => placedAt < at).map(({ placedAt }) => placedAt);
  history.change(
    MarkChurned,
    customerId,
    { at, by: account.rep(at) },
    {
      reason: random.pick(['Price', 'Business closed the site', 'Unhappy with the service']),
      competitorId: random.pick(competitors),
      ...(before.length > 0 && { lastOrderAt: instant(Math.max(...before)) }),
    },
  );
  if (!isWonBack) return;
  const back = account.after(at, 30, 90);
  const body = { trigger: 'Win-back visit with a service offer', campaignId: 'win-back-2026' };
  history.change(WinBack, customerId, { at: back, by: account.rep(back) }, body);
}

/** What becomes known of a customer in the course of time. */
export function develop(account: Account): void {
  const { customerId, history, random, profile } = account;
  if (profile.size === 'private') return branchOut(account);
  for (const day of ['2025-03-10', '2026-03-09']) {
    const at = account.after(Date.parse(day), 0, 20);
    if (at < profile.since + 90 * DAY || !(profile.size === 'large' || random.chance(0.12))) continue;
    const judgement = { attitude: random.int(2, 5), potential: random.int(2, 5), performance: random.int(2, 5) };
    history.change(RecordAssessment, customerId, { at, by: account.rep(at) }, judgement);
  }
  const at = account.after(profile.since, 40, 300);
  const by = account.rep(at);
  if (random.chance(0.25))
    history.change(
      RecordCompetitorPresence,
      customerId,
      { at, by },
      {
        competitorId: random.pick(competitors),
        products: [random.pick(['Chargers', 'Solar panels', 'Gas boilers with service'])],
        share: random.int(1, 6) / 10,
      },
    );
  branchOut(account);
  if (random.chance(0.2)) {
    const later = account.after(at, 100, 200);
    const employees = random.int(20, 900);
    history.change(ChangeCustomerProfile, customerId, { at: later, by: account.rep(later) }, { employees });
  }
}

/** Some have a second address, which is written right later. */
function branchOut(account: Account): void {
  const { customerId, history, random, known, profile } = account;
  if (!random.chance(0.2)) return;
  const at = account.after(profile.since, 60, 400);
  const circumstances = { at, by: random.pick(staff.agents), channel: 'email' } as const;
  const place = random.pick(profile.locale.streets).replace('{n}', `${random.int(1, 90)}`);
  const addressId = 'second';
  const written = { ...known.address, lines: [place] };
  history.change(AddAddress, customerId, circumstances, { addressId, use: 'ship', address: written });
  if (random.chance(0.5)) return;
  const address = { ...written, lines: [place, 'Entrance B'] };
  const later = { ...circumstances, at: account.after(at, 5, 60) };
  history.change(ChangeAddress, customerId, later, { addressId, address });
}

const ladder: readonly CustomerTier[] = ['bronze', 'silver', 'gold', 'platinum'];

function stepFor(bought: number, random: Random): -1 | 0 | 1 {
  if (bought >= 2) return 1;
  return bought === 0 && random.chance(0.3) ? -1 : 0;
}

/** Once a year the turnover decides on the tier. */
export function promote(account: Account, begins: CustomerTier): void {
  const { customerId, history, random, orders } = account;
  let tier = begins;
  for (const day of ['2025-01-15', '2026-01-15']) {
    const at = Date.parse(day) + 3 * HOUR;
    if (at < account.profile.since + 30 * DAY) continue;
    const bought = orders.filter(({ placedAt }) => placedAt < at && placedAt > at - 365 * DAY).length;
    const step = stepFor(bought, random);
    const next = ladder[ladder.indexOf(tier) + step];
    if (step === 0 || next === undefined) continue;
    tier = next;
    history.change(ChangeTier, customerId, rules(at), { tier, ruleId: 'yearly-turnover', reason: `${bought} orders` });
    const model = step > 0 && tier === 'gold' ? ('proactive' as const) : undefined;
    if (model) history.change(SetRelationshipModel, customerId, { at: at + 6 * HOUR, by: account.rep(at) }, { model });
  }
}

export function archive(account: Account, at: number, reason: string): void {
  account.history.change(ArchiveCustomer, account.customerId, { at, by: staff.headOfSales }, { reason });
}
