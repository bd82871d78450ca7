import {
  AddChannel,
  ChangeTier,
  LogInteraction,
  RecordAssessment,
  SetParentCustomer,
  SetPreference,
  VerifyChannel,
} from '@touchstream/domain';
import { staff } from '../company/staff.js';
import type { Account } from '../customers/account.js';
import type { World } from '../customers/population.js';
import { activate } from '../customers/standing.js';
import { unitedStates } from '../people/americas.js';
import { DAY, END, HOUR, MINUTE, moment } from '../plan/calendar.js';
import { History } from '../plan/history.js';
import { Bill } from '../sales/billing.js';
import { Dealing } from '../sales/dealing.js';
import { placeOrder } from '../sales/ordering.js';
import { Quoting } from '../sales/quoting.js';
import { sell } from '../sales/selling.js';
import { missAndCallBack, reportCall, talk } from '../service/calling.js';
import { complain, help } from '../service/serving.js';
import { grievances, troubles } from '../service/subjects.js';
import { browse, correctDuration, touch } from '../service/touching.js';
import { begin, named } from './begin.js';

/** `C-ACME`: a key account in the United States, of platinum tier, with something of everything. */
export function acme(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-ACME',
      kind: 'business',
      size: 'large',
      name: 'Acme Corporation',
      latin: 'acme',
      industry: 'manufacturing',
      locale: unitedStates,
      owner: 'elena',
      since: moment('2024-07-01 14:00'),
    },
    given: {
      address: { lines: ['1200 Anvil Road'], city: 'Columbus', region: 'OH', postcode: '43215', country: 'US' },
      phone: '(614) 555-0143',
      model: 'proactive',
    },
    people: [
      [
        named('Joanna Reyes', 'joanna.reyes', ['Joanna', 'Reyes']),
        { title: 'Vice President Operations', role: 'management', buying: 'decider' },
      ],
      [
        named('Wesley Tran', 'wesley.tran', ['Wesley', 'Tran']),
        { title: 'Head of Purchasing', role: 'purchasing', buying: 'buyer' },
      ],
      [
        named('Renée Delacroix', 'renee.delacroix', ['Renée', 'Delacroix']),
        { title: 'Energy Manager', role: 'technical', buying: 'influencer' },
      ],
    ],
  });
  firstYear(account);
  secondYear(account);
  fleet(account);
  activate(account);
  return account;
}

function firstYear(account: Account): void {
  const { history, speaker } = account;
  const at = moment('2024-07-16 15:20');
  const mobile = { channelId: 'desk', type: 'phone', value: '(614) 555-0144', label: 'desk' } as const;
  history.change(AddChannel, speaker.contactId, { at, by: account.rep(at) }, mobile);
  const check = { channelId: 'desk', method: 'called back' };
  history.change(VerifyChannel, speaker.contactId, { at: at + HOUR, by: account.rep(at) }, check);
  const wish = { key: 'best-time', value: 'mornings, Eastern time' };
  history.change(SetPreference, speaker.contactId, { at: at + HOUR, by: account.rep(at) }, wish);
  browse(account, moment('2024-08-06 13:05'));
  talk(account, {
    at: moment('2024-08-07 14:10'),
    direction: 'inbound',
    disposition: 'follow-up',
    notes: 'They compare heat pumps for the Columbus plant.',
  });
  const order = sell(account, {
    at: moment('2024-08-12 14:00'),
    project: {
      name: 'Heat supply of the Columbus plant',
      need: 'The board wants the plant off gas by 2026.',
      wants: () => [
        { sku: 'HP-PRO-120', qty: 2 },
        { sku: 'SV-COMM', qty: 2 },
        { sku: 'SV-TRAIN', qty: 3 },
        { sku: 'SV-MAINT', qty: 5 },
      ],
    },
    course: 'won-after-approval',
    leadSource: 'Existing customer',
  })!;
  const bill = new Bill(account, order);
  bill.pay('in-parts');
  complain(account, { at: account.after(order.deliveredAt!, 2, 4), order, bill, grievance: grievances[0]! });
  const review = moment('2025-03-11 15:00');
  const visit = touch(account, {
    at: review,
    channel: 'visit',
    direction: 'outbound',
    subject: 'Yearly review in Columbus',
    summary: 'The plant saves 41 percent of the gas. They want one number to call, and got it.',
    place: 'Columbus',
    minutes: 120,
    euros: 900,
    loggedAfterDays: 2,
  });
  correctDuration(account, visit, review + 6 * DAY, 150);
  const judgement = { attitude: 5, potential: 5, performance: 4 };
  history.change(RecordAssessment, account.customerId, { at: review + 5 * HOUR, by: account.rep(review) }, judgement);
  const raised = { tier: 'platinum', reason: 'Frame contract for three plants' } as const;
  history.change(ChangeTier, account.customerId, { at: moment('2025-04-01 13:00'), by: staff.headOfSales }, raised);
}

function secondYear(account: Account): void {
  reportCall(account, moment('2025-05-20 14:30'), { notes: 'Display frozen; a restart helped.' });
  const roof = sell(account, {
    at: moment('2025-06-03 14:00'),
    project: {
      name: 'Solar and storage, Columbus',
      need: 'A third of the power is to come from their own roof.',
      wants: () => [
        { sku: 'PV-440', qty: 620 },
        { sku: 'INV-100', qty: 3 },
        { sku: 'ST-100', qty: 2 },
        { sku: 'SV-INST', qty: 20 },
      ],
    },
    course: 'won-after-loss',
  })!;
  new Bill(account, roof).pay('prompt');
  missAndCallBack(account, moment('2025-09-09 13:45'), 'Asked for the yield of August; sent the report.');
  const spares = moment('2025-11-04 15:00');
  const service = account.priced(
    [
      { sku: 'SV-MAINT', qty: 6, discountPct: 5 },
      { sku: 'MON-Y', qty: 6 },
    ],
    spares,
  );
  const order = placeOrder(account, { at: spares, channel: 'portal', lines: service });
  new Bill(account, order).pay('late');
  help(account, moment('2026-02-03 13:20'), troubles[0]);
  touch(account, {
    at: moment('2026-03-17 16:00'),
    channel: 'fair',
    direction: 'inbound',
    subject: 'Talk at the spring fair',
    summary: 'The lorries shall be electric by 2028; they need fast chargers at three sites.',
    place: 'Chicago',
    minutes: 30,
  });
}

/** The deal that is open when the demo ends: in negotiation, with something to do next. */
function fleet(account: Account): void {
  const deal = new Dealing(account, {
    at: moment('2026-04-14 14:00'),
    name: 'Fast charging for the fleet',
    wants: [
      { sku: 'DC-150', qty: 6 },
      { sku: 'WB-22', qty: 24 },
      { sku: 'SV-COMM', qty: 2 },
    ],
    leadSource: 'Trade fair',
  });
  deal.involve(2, 'influencer', 'high').next('Count the lorries by shift', 9);
  deal.at = moment('2026-04-30 15:00');
  deal.to('needs-analysis', ['Routes and shifts of 40 lorries']).itemise(2).against('voltaro', 'equal');
  deal.share('frank', 0.3).revalue('By the count');
  deal.at = moment('2026-05-19 15:00');
  deal.to('proposal', ['Grid connection confirmed']);
  const { opportunityId, opening } = deal;
  const quoting = new Quoting(account, { ...opening, at: moment('2026-05-19 16:00'), opportunityId });
  quoting.discount(moment('2026-05-19 16:20'), 12, { line: 1, reason: 'Six at once' });
  quoting.send(moment('2026-05-20 14:00'));
  deal.at = moment('2026-06-10 15:00');
  deal.to('negotiation', ['Only two suppliers are left']).forecast('commit').expect(80, 'Purchasing has agreed');
  deal.next('Meet the board with the final offer', 26);
}

/** A company that belongs to Acme. */
export function acmeWest(world: World, parent: Account): Account {
  const since = moment('2025-02-10 18:00');
  const account = begin(world, {
    profile: {
      code: 'C-ACME-WEST',
      kind: 'business',
      size: 'mid',
      name: 'Acme West Coast Logistics LLC',
      latin: 'acme-west',
      industry: 'logistics',
      locale: unitedStates,
      owner: 'frank',
      since,
    },
    given: {
      address: { lines: ['88 Pier Street'], city: 'Portland', region: 'OR', postcode: '97209', country: 'US' },
      phone: '(503) 555-0188',
    },
    people: [
      [
        named('Marisol Castañeda', 'marisol.castaneda', ['Marisol', 'Castañeda']),
        { title: 'Managing Director', role: 'management', buying: 'decider' },
      ],
    ],
  });
  const { history, customerId } = account;
  const at = since + 90 * MINUTE;
  history.change(SetParentCustomer, customerId, { at, by: account.rep(at) }, { parentId: parent.customerId });
  history.alone();
  const order = sell(account, {
    at: moment('2025-03-04 18:00'),
    project: {
      name: 'Charging park, Portland',
      need: 'Half of the vans are to be electric by next year.',
      wants: () => [
        { sku: 'WB-22', qty: 16 },
        { sku: 'DC-150', qty: 1 },
        { sku: 'SV-INST', qty: 5 },
      ],
    },
    course: 'won',
    leadSource: 'Recommendation',
  })!;
  new Bill(account, order).pay('prompt');
  activate(account);
  return account;
}

/** What closes the demo: the review of the half-year. Whoever finds it there knows that all before it is there too. */
export function closing({ tenantId }: World, account: Account): History {
  const history = new History('closing', tenantId);
  history.create(
    LogInteraction,
    { at: END, by: account.rep(END), channel: 'visit' },
    {
      customerId: account.customerId,
      contactIds: [account.speaker.contactId],
      direction: 'outbound',
      place: 'Columbus',
      durationMin: 75,
      subject: 'Review of the half-year',
      summary: 'Content with plant and roof. The board decides on the fast chargers in July.',
    },
  );
  history.alone();
  return history;
}
