import { money, toWire } from '@touchstream/domain';
import type { Channel, Money } from '@touchstream/events';
import type { Account, Ordered } from '../customers/account.js';
import type { Bill } from '../sales/billing.js';
import { Casework } from './casework.js';
import { Complaint, type Grievance } from './complaining.js';
import { grievances, troubles, type Trouble } from './subjects.js';

const ways: readonly Channel[] = ['email', 'email', 'phone', 'portal', 'chat'];

/** Something does not work, is not understood or is asked for. */
export function help(account: Account, at: number, trouble: Trouble = account.random.pick(troubles)): void {
  const { random, orders } = account;
  const { path, solution, code, ...matter } = trouble;
  const order = orders.find(({ deliveredAt }) => deliveredAt !== undefined && deliveredAt < at);
  const about = order !== undefined && random.chance(0.5) ? { ...matter, orderId: order.orderId } : matter;
  const work = new Casework(account, at, about, random.pick(ways));
  work.wait(0.05, 0.9).respond('We look into it and come back to you today.');
  if (random.chance(0.25)) work.wait(0.2, 1).reply('Sent pictures and the log.');
  if (random.chance(0.2)) work.note('The third one of this series this month.');
  work.wait(0.2, 2).diagnose([...path]);
  if (matter.priority === 'high' && random.chance(0.3))
    work.prioritise('urgent', 'No heating in the house').escalate(1, 'Two days without a solution');
  if (random.chance(0.15)) work.transfer('team-field', 'Somebody has to look at it on site.');
  work.propose(solution).wait(0.5, 4).resolve(code);
  end(work);
}

/** Most are content; some cases have to be taken up again. */
function end(work: Casework): void {
  const { random } = work.account;
  if (random.chance(0.12)) {
    work.wait(0.5, 3).refuse('It happened again last night.').wait(1, 3).resolve('fitter-sent');
    work.wait(1, 3).confirm();
  } else if (random.chance(0.55)) work.wait(0.3, 3).confirm();
  work.wait(6, 9).close();
  if (random.chance(0.06)) work.wait(5, 20).reopen('The fault is back.').wait(1, 3).resolve('part-exchanged').close();
}

const share = ({ amount, currency }: Money, percent: number): Money =>
  toWire({ minor: (money({ amount, currency }).minor * BigInt(percent)) / 100n, currency });

export interface Complained {
  readonly at: number;
  readonly order: Ordered;
  readonly bill?: Bill;
  readonly grievance?: Grievance;
}

/** A complaint about an order: found to be right and made good, or not. */
export function complain(account: Account, { at, order, bill, grievance: given }: Complained): void {
  const { random } = account;
  const grievance = given ?? random.pick(grievances);
  const channel = random.pick(['email', 'phone', 'letter', 'portal'] as const);
  const complaint = new Complaint(account, at, grievance, { channel, orderId: order.orderId });
  complaint.acknowledge();
  complaint.work.wait(0.1, 0.8).respond('We are sorry. You get an answer within ten days.');
  complaint.investigate(grievance);
  if (random.chance(0.25)) return dismiss(complaint);
  const credited = random.chance(0.6) ? 5 : 0;
  complaint.decide('upheld', grievance.findings);
  if (credited > 0) complaint.offer('credit', share(order.totals.total, credited), 'Five percent of the invoice');
  else complaint.offer(random.pick(['apology', 'replacement'] as const));
  if (random.chance(0.15))
    complaint.refused('That does not cover our cost.').offer('other', undefined, 'A year of maintenance');
  complaint.accepted();
  if (credited > 0) bill?.credit(complaint.work.at, credited, grievance.subject);
  complaint.correct(grievance.action, random.chance(0.7) ? 'In force since this week.' : undefined);
  complaint.settle('redress-given');
}

/** It is not upheld; some take that further. */
function dismiss(complaint: Complaint): void {
  const { random } = complaint.work.account;
  complaint.decide('not-upheld', 'Everything was as agreed in the quote.');
  complaint.offer('apology').refused('An apology does not help us.');
  complaint.work.resolve('not-upheld').wait(8, 15).close();
  if (random.chance(0.5)) complaint.refer('Energy Ombudsman', random.digits('EO-#####'));
}
