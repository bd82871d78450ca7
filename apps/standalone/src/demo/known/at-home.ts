import type { Account } from '../customers/account.js';
import type { World } from '../customers/population.js';
import { activate, archive } from '../customers/standing.js';
import { india } from '../people/asia.js';
import { sweden } from '../people/eastern-europe.js';
import { britain } from '../people/western-europe.js';
import { moment } from '../plan/calendar.js';
import { Bill } from '../sales/billing.js';
import { placeOrder } from '../sales/ordering.js';
import { sell } from '../sales/selling.js';
import { missAndCallBack, talk } from '../service/calling.js';
import { Complaint } from '../service/complaining.js';
import { help } from '../service/serving.js';
import { grievances, troubles } from '../service/subjects.js';
import { touch } from '../service/touching.js';
import { begin, named } from './begin.js';

const atHome = { role: 'self' };

/** `C-LINDQVIST`: a Swedish household whose complaint was not upheld, and went to a board. */
export function lindqvist(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-LINDQVIST',
      kind: 'household',
      size: 'private',
      name: 'Familjen Lindqvist',
      latin: 'familjen.lindqvist',
      locale: sweden,
      owner: 'ann',
      since: moment('2025-02-17 09:00'),
    },
    given: {
      address: { lines: ['Björkvägen 7'], city: 'Göteborg', postcode: '412 63', country: 'SE' },
      phone: '031 390 06 07',
    },
    people: [
      [named('Åsa Lindqvist', 'asa.lindqvist', ['Åsa', 'Lindqvist']), atHome],
      [named('Göran Lindqvist', 'goran.lindqvist', ['Göran', 'Lindqvist']), atHome],
    ],
  });
  touch(account, {
    at: moment('2025-02-22 10:00'),
    channel: 'pos',
    direction: 'inbound',
    subject: 'Advice in the showroom',
    summary: 'Listened to the heat pump running; wants to know how loud it is at night.',
    place: 'Göteborg',
    minutes: 25,
  });
  const order = sell(account, {
    at: moment('2025-02-27 08:00'),
    project: {
      name: 'Värmepump i Göteborg',
      need: 'The old oil boiler is to go before the winter.',
      wants: () => [
        { sku: 'HP-AIR-8', qty: 1 },
        { sku: 'SV-INST', qty: 2 },
      ],
    },
    course: 'won',
    leadSource: 'Recommendation',
  })!;
  new Bill(account, order).pay('prompt');
  const loud = grievances.find(({ category }) => category === 'product')!;
  const complaint = new Complaint(account, moment('2025-10-13 07:30'), loud, {
    channel: 'email',
    orderId: order.orderId,
  });
  complaint.acknowledge().investigate(loud).decide('not-upheld', 'The place was chosen against the advice.');
  complaint.offer('apology').refused('An apology does not make it quieter.');
  complaint.work.resolve('not-upheld').wait(9, 12).close();
  complaint.refer('Allmänna reklamationsnämnden', 'ARN-2025-10442');
  activate(account);
  return account;
}

/** `C-SHARMA`: a private person in Mumbai, served by phone. */
export function sharma(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-SHARMA',
      kind: 'person',
      size: 'private',
      name: 'अनिता शर्मा',
      latin: 'anita.sharma',
      locale: india,
      owner: 'grace',
      since: moment('2025-05-06 06:00'),
    },
    given: {
      address: { lines: ['12, महात्मा गांधी मार्ग'], city: 'मुंबई', region: 'महाराष्ट्र', postcode: '400001', country: 'IN' },
      phone: '022 2555 0112',
    },
    people: [[named('अनिता शर्मा', 'anita.sharma', ['अनिता', 'शर्मा']), atHome]],
  });
  const at = moment('2025-05-20 06:30');
  const lines = account.priced(
    [
      { sku: 'WB-11', qty: 1 },
      { sku: 'SV-INST', qty: 1 },
    ],
    at,
  );
  new Bill(account, placeOrder(account, { at, channel: 'web', lines })).pay('prompt');
  missAndCallBack(account, moment('2025-07-08 05:40'), 'ऐप में वॉलबॉक्स नहीं दिख रहा था; अब ठीक है।');
  help(account, moment('2025-09-16 06:00'), troubles[2]);
  talk(account, { at: moment('2026-02-10 06:15'), direction: 'inbound' });
  activate(account);
  return account;
}

/** `C-TEMPEST`: a British company that was dissolved, and put away. */
export function tempest(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-TEMPEST',
      kind: 'business',
      size: 'small',
      name: 'Tempest Refrigeration Ltd',
      latin: 'tempest-refrigeration',
      industry: 'logistics',
      locale: britain,
      owner: 'carol',
      since: moment('2024-07-02 09:00'),
    },
    given: {
      address: { lines: ['Unit 6, Harbour Trading Estate'], city: 'Leeds', postcode: 'LS1 4DR', country: 'GB' },
      phone: '0113 496 0106',
    },
    people: [
      [named('Graham Ashdown', 'graham.ashdown', ['Graham', 'Ashdown']), { title: 'Owner', role: 'management' }],
    ],
  });
  const at = moment('2024-10-09 09:00');
  const order = placeOrder(account, {
    at,
    channel: 'phone',
    lines: account.priced(
      [
        { sku: 'MON-GW', qty: 1 },
        { sku: 'MON-Y', qty: 2 },
      ],
      at,
    ),
  });
  new Bill(account, order).pay('prompt');
  activate(account);
  archive(account, moment('2025-12-04 10:00'), 'Company dissolved');
  return account;
}
