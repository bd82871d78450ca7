import type { Account } from '../customers/account.js';
import type { World } from '../customers/population.js';
import { activate, churn } from '../customers/standing.js';
import { MarkDormant, ReengageCustomer } from '@touchstream/domain';
import { systems } from '../company/staff.js';
import { japan } from '../people/asia.js';
import { greece } from '../people/eastern-europe.js';
import { emirates } from '../people/middle-east.js';
import { DAY, HOUR, instant, moment } from '../plan/calendar.js';
import { Bill } from '../sales/billing.js';
import { Dealing } from '../sales/dealing.js';
import { placeOrder } from '../sales/ordering.js';
import { sell } from '../sales/selling.js';
import { talk } from '../service/calling.js';
import { help } from '../service/serving.js';
import { touch } from '../service/touching.js';
import { begin, named } from './begin.js';

/** `C-SAKURA`: a Japanese manufacturer that was lost to a competitor, and won back. */
export function sakura(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-SAKURA',
      kind: 'business',
      size: 'mid',
      name: '株式会社さくら電機',
      latin: 'sakura-denki',
      industry: 'manufacturing',
      locale: japan,
      owner: 'hiro',
      since: moment('2024-07-04 00:30'),
    },
    given: {
      address: { lines: ['千代田区丸の内2丁目4番1号'], city: '東京都', postcode: '100-0005', country: 'JP' },
      phone: '03-5550-0110',
    },
    people: [
      [
        named('佐藤 健一', 'sato.kenichi', ['健一', '佐藤']),
        { title: '取締役', role: 'management', buying: 'decider' },
      ],
      [
        named('鈴木 美咲', 'suzuki.misaki', ['美咲', '鈴木']),
        { title: '購買課長', role: 'purchasing', buying: 'buyer' },
      ],
    ],
  });
  const first = moment('2024-10-22 01:00');
  const order = placeOrder(account, {
    at: first,
    channel: 'email',
    lines: account.priced(
      [
        { sku: 'WB-22', qty: 12 },
        { sku: 'SV-INST', qty: 4 },
      ],
      first,
    ),
  });
  new Bill(account, order).pay('prompt');
  touch(account, {
    at: moment('2025-02-18 02:00'),
    channel: 'email',
    direction: 'inbound',
    subject: '納期についてのお問い合わせ',
    summary: '次回の納期が競合他社より遅いとのご指摘。',
  });
  churn(account, moment('2025-05-26 05:00'), true);
  const back = sell(account, {
    at: moment('2025-10-06 01:00'),
    project: {
      name: '東京工場の蓄電池システム',
      need: 'ピーク時の電力料金を下げたい。',
      wants: () => [
        { sku: 'ST-100', qty: 1 },
        { sku: 'SV-COMM', qty: 1 },
        { sku: 'MON-Y', qty: 3 },
      ],
    },
    course: 'won',
    leadSource: 'Existing customer',
  })!;
  new Bill(account, back).pay('prompt');
  activate(account);
  return account;
}

/** `C-NOOR`: a partner in Dubai who buys for stock. */
export function noor(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-NOOR',
      kind: 'partner',
      size: 'mid',
      name: 'شركة النور للطاقة المتجددة',
      latin: 'alnoor-energy',
      industry: 'installation',
      locale: emirates,
      owner: 'grace',
      since: moment('2024-08-19 05:00'),
    },
    given: {
      address: { lines: ['شارع الشيخ زايد 41', 'برج النور'], city: 'دبي', country: 'AE' },
      phone: '04 200 0041',
      tier: 'gold',
      model: 'partner',
    },
    people: [
      [
        named('ليلى المنصوري', 'layla.almansoori', ['ليلى', 'المنصوري']),
        { title: 'المديرة العامة', role: 'management', buying: 'decider' },
      ],
    ],
  });
  const orders = [
    ['2024-10-01 06:00', { sku: 'PV-440', qty: 310 }, 'prompt'],
    ['2025-04-08 06:00', { sku: 'WB-22', qty: 30 }, 'late'],
    ['2026-01-20 06:00', { sku: 'PV-440', qty: 248 }, 'prompt'],
  ] as const;
  for (const [text, want, habit] of orders) {
    const at = moment(text);
    const lines = account.priced([{ ...want, discountPct: 15 }], at);
    new Bill(account, placeOrder(account, { at, channel: 'partner', lines, parts: 2 })).pay(habit);
  }
  talk(account, {
    at: moment('2025-06-02 07:00'),
    direction: 'inbound',
    disposition: 'answered',
    notes: 'استفسار عن موعد تسليم الألواح الشمسية.',
  });
  activate(account);
  return account;
}

/** `C-AEGEAN`: Greek hotels that fell silent for half a year and came back with a new project. */
export function aegean(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-AEGEAN',
      kind: 'business',
      size: 'mid',
      name: 'Αιγαίο Ξενοδοχειακή Α.Ε.',
      latin: 'aegean-hotels',
      industry: 'hotels',
      locale: greece,
      owner: 'carol',
      since: moment('2024-11-11 08:00'),
    },
    given: {
      address: { lines: ['Λεωφόρος Ποσειδώνος 18'], city: 'Αθήνα', postcode: '166 73', country: 'GR' },
      phone: '210 300 1818',
    },
    people: [
      [
        named('Ελένη Οικονόμου', 'eleni.oikonomou', ['Ελένη', 'Οικονόμου']),
        { title: 'Διευθύνουσα Σύμβουλος', role: 'management', buying: 'decider' },
      ],
    ],
  });
  const { history, customerId } = account;
  help(account, moment('2025-01-14 09:00'));
  const last = moment('2025-03-05 10:00');
  touch(account, {
    at: last,
    channel: 'visit',
    direction: 'outbound',
    subject: 'Επίσκεψη στο ξενοδοχείο',
    summary: 'Ενδιαφέρονται για αντλίες θερμότητας μετά την ανακαίνιση.',
    place: 'Αθήνα',
    minutes: 75,
  });
  const asleep = last + 181 * DAY;
  const idle = { lastTouchAt: instant(last), idleDays: 181, ruleId: 'idle-180' };
  history.change(MarkDormant, customerId, { at: asleep, by: systems.rules }, idle);
  const awake = moment('2026-05-19 09:00');
  const trigger = { trigger: 'Τηλεφώνησε μετά την ανακαίνιση' };
  history.change(ReengageCustomer, customerId, { at: awake, by: account.rep(awake) }, trigger);
  const deal = new Dealing(account, {
    at: awake + HOUR,
    name: 'Αντλίες θερμότητας για δύο ξενοδοχεία',
    wants: [
      { sku: 'HP-PRO-60', qty: 2 },
      { sku: 'SV-COMM', qty: 2 },
    ],
    leadSource: 'Call',
  });
  deal.next('Επιτόπια μέτρηση στον Πειραιά', 9).against('heatwell', 'weak').stall();
  deal.next('Νέο ραντεβού για τη μέτρηση', 10);
  return account;
}
