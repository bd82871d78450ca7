import type { Account, Ordered } from '../customers/account.js';
import { HOUR, MINUTE } from '../plan/calendar.js';
import { talk, tryInVain } from '../service/calling.js';
import { leadSources, lossReasons, winReasons } from '../service/subjects.js';
import { attach, chargeTravel, touch } from '../service/touching.js';
import type { Project } from './baskets.js';
import { competitors, Dealing } from './dealing.js';
import { placeOrder, type Placing } from './ordering.js';
import { Quoting } from './quoting.js';

/** How a deal goes. */
export type Course = 'won' | 'won-after-approval' | 'won-after-loss' | 'lost-early' | 'lost-on-price' | 'abandoned';

export interface Sale {
  readonly at: number;
  readonly project: Project;
  readonly course: Course;
  readonly leadSource?: string;
  /** The partner who brought it. */
  readonly partnerId?: string;
  readonly trouble?: Placing['trouble'];
}

/** A deal from its first talk to its end, or to the end of the demo. Gives the order where it comes to one. */
export function sell(account: Account, sale: Sale): Ordered | undefined {
  const { random, known } = account;
  const { at, project, course, partnerId } = sale;
  const deal = new Dealing(account, {
    at,
    name: project.name.replace('{city}', known.address.city),
    wants: project.wants(random),
    leadSource: sale.leadSource ?? random.pick(leadSources),
    ...(partnerId && { partnerId }),
  });
  qualify(deal, project);
  if (course === 'lost-early') {
    loseEarly(deal);
    return undefined;
  }
  survey(deal, project);
  const quoting = quote(deal, course === 'won-after-approval');
  if (course === 'abandoned') {
    abandon(deal, quoting);
    return undefined;
  }
  if (course === 'won' || course === 'won-after-approval') {
    negotiate(deal, quoting, course === 'won');
    return close(deal, quoting, sale);
  }
  loseOnPrice(deal, quoting);
  return course === 'won-after-loss' ? winBack(deal, quoting, sale) : undefined;
}

function qualify(deal: Dealing, { need }: Project): void {
  const { account } = deal;
  const { random } = account;
  deal.next('Call about the need', 3).wait(2, 8);
  if (random.chance(0.2)) {
    tryInVain(account, deal.at);
    deal.wait(1, 3);
  }
  if (random.chance(0.6))
    talk(account, { at: deal.at, direction: 'outbound', disposition: 'appointment', notes: need });
  if (random.chance(0.1)) deal.stall();
}

function loseEarly(deal: Dealing): void {
  deal.wait(6, 25).lose(deal.account.random.pick(lossReasons));
}

function survey(deal: Dealing, { need }: Project): void {
  const { account, opportunityId } = deal;
  const { random } = account;
  deal.wait(2, 9).to('needs-analysis', [need]).next('Survey on site', 7);
  if (random.chance(0.4)) deal.itemise(random.int(1, 2));
  if (random.chance(0.35)) deal.against(random.pick(competitors), random.pick(['weak', 'equal', 'strong'] as const));
  deal.involve(1, 'buyer', 'medium').wait(4, 16);
  // Every fifth visit is written down on another day.
  const isLate = random.chance(0.2);
  const interactionId = touch(account, {
    at: deal.at,
    channel: 'visit',
    direction: 'outbound',
    subject: `Survey: ${deal.opening.name}`,
    summary: need,
    place: account.known.address.city,
    minutes: random.int(4, 16) * 15,
    relatedTo: [{ kind: 'opportunity', id: opportunityId }],
    ...(isLate && { loggedAfterDays: random.int(1, 6) }),
  });
  if (!isLate && random.chance(0.3)) chargeTravel(account, interactionId, deal.at + 5 * HOUR);
  if (!isLate && random.chance(0.25)) attach(account, interactionId, deal.at + 6 * HOUR, 'survey.pdf');
  deal.revalue('By the survey');
}

/** Quotes what is wanted. Gives the quote as it was sent. */
function quote(deal: Dealing, isDeep: boolean): Quoting {
  const { account, opportunityId, opening } = deal;
  const { random } = account;
  deal.wait(2, 10).to('proposal', ['Survey done', 'Budget named']);
  const { name, wants } = opening;
  const quoting = new Quoting(account, { at: deal.at + 20 * MINUTE, opportunityId, name, wants });
  let at = deal.at + HOUR;
  if (isDeep) at = askDeep(quoting, at, random.chance(0.35));
  else if (random.chance(0.55)) quoting.discount(at, random.pick([3, 5, 8, 10, 12]), { reason: 'Project discount' });
  quoting.send((deal.at = at + 20 * MINUTE));
  deal.next('Ask what they think of the quote', 7);
  return quoting;
}

/** A discount over the limit, which is granted or has to be less. Gives when it was decided. */
function askDeep(quoting: Quoting, at: number, isRefused: boolean): number {
  quoting.discount(at, isRefused ? 29 : 24, { reason: 'To win against the competitor' });
  const note = isRefused ? 'At most 18 percent.' : 'Agreed: a reference in the region.';
  const decidedAt = quoting.askApproval(at + 5 * MINUTE, { approved: !isRefused, note });
  if (isRefused) quoting.discount(decidedAt, 18, { reason: 'As decided' });
  return decidedAt;
}

function negotiate(deal: Dealing, quoting: Quoting, mayRevise: boolean): void {
  const { random } = deal.account;
  deal
    .wait(5, 16)
    .to('negotiation', ['Quote discussed'])
    .forecast(random.pick(['best', 'commit'] as const));
  if (random.chance(0.2)) deal.expect(85, 'Verbal commitment');
  if (random.chance(0.25)) deal.postpone(30, 'The board meets next month.');
  if (mayRevise && random.chance(0.35)) {
    deal.wait(2, 6);
    const isMore = random.chance(0.4);
    quoting.revise(deal.at, isMore ? 'They take more of the first.' : 'They asked for a better price.');
    if (isMore) quoting.changeQty(deal.at + 5 * MINUTE, 1, deal.opening.wants[0]!.qty + 1);
    else quoting.discount(deal.at + 5 * MINUTE, random.pick([13, 14, 15]), { reason: 'Last price' });
    quoting.send((deal.at += HOUR));
  }
}

function close(deal: Dealing, quoting: Quoting, { trouble }: Sale): Ordered {
  const { account, opportunityId } = deal;
  const { random } = account;
  deal.wait(3, 14);
  if (!quoting.isValid(deal.at)) {
    quoting.revise(deal.at, 'The period had passed.');
    quoting.send((deal.at += HOUR));
    deal.wait(2, 4);
  }
  quoting.accept(deal.at);
  deal.at = account.after(deal.at, 0.01, 0.8);
  const order = placeOrder(account, {
    at: deal.at,
    channel: random.pick(['email', 'portal', 'phone'] as const),
    lines: quoting.lines,
    quoteId: quoting.quoteId,
    opportunityId,
    parts: random.chance(0.2) ? 2 : 1,
    ...(trouble && { trouble }),
  });
  deal.win({ orderId: order.orderId, quoteId: quoting.quoteId, reasons: random.sample(winReasons, random.int(1, 2)) });
  return order;
}

function loseOnPrice(deal: Dealing, quoting: Quoting): void {
  const { random } = deal.account;
  deal.wait(5, 14);
  if (random.chance(0.5)) deal.to('negotiation', ['Quote discussed']).wait(6, 18);
  const competitorId = random.pick(competitors);
  quoting.reject(deal.at, 'Too dear');
  deal.lose('Price', { competitorId, note: 'The other quote was a tenth lower, without commissioning.' });
}

function abandon(deal: Dealing, quoting: Quoting): void {
  const { account } = deal;
  const { random } = account;
  if (random.chance(0.6)) deal.stall();
  if (random.chance(0.25)) quoting.withdraw(deal.wait(10, 20).at, 'Nobody answers; the price has gone up.');
  else deal.at = Math.max(deal.at, quoting.expire());
  deal.wait(8, 30);
  tryInVain(account, deal.at, 3);
  deal.abandon('No answer to three mails and as many calls');
}

/** What was lost comes back with a new budget. */
function winBack(deal: Dealing, quoting: Quoting, sale: Sale): Ordered {
  deal.wait(45, 110).reopen('A new budget, and the competitor cannot deliver', 'negotiation');
  quoting.revise(deal.at + 5 * MINUTE, 'New budget');
  quoting.discount(deal.at + 15 * MINUTE, 16, { reason: 'To come back' });
  quoting.send((deal.at += HOUR));
  return close(deal, quoting, sale);
}
