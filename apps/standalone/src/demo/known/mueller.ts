import type { Account } from '../customers/account.js';
import type { World } from '../customers/population.js';
import { activate } from '../customers/standing.js';
import { germany } from '../people/western-europe.js';
import { DAY, HOUR, moment } from '../plan/calendar.js';
import { Bill } from '../sales/billing.js';
import { Dealing } from '../sales/dealing.js';
import { placeOrder } from '../sales/ordering.js';
import { sell } from '../sales/selling.js';
import { missAndCallBack, talk } from '../service/calling.js';
import { Complaint, type Grievance } from '../service/complaining.js';
import { help } from '../service/serving.js';
import { troubles } from '../service/subjects.js';
import { touch } from '../service/touching.js';
import { begin, named } from './begin.js';

/** `C-MUELLER`: a German manufacturer that pays late, was on credit hold, changed hands and has complained. */
export function mueller(world: World): Account {
  const account = begin(world, {
    profile: {
      code: 'C-MUELLER',
      kind: 'business',
      size: 'mid',
      name: 'Müller & Söhne Wärmetechnik GmbH',
      latin: 'mueller-soehne',
      industry: 'manufacturing',
      locale: germany,
      owner: 'bob',
      since: moment('2024-07-03 08:00'),
    },
    given: {
      address: { lines: ['Gießereiweg 14'], city: 'Köln', postcode: '50825', country: 'DE' },
      phone: '0221 4710 140',
    },
    people: [
      [
        named('Jürgen Müller', 'juergen.mueller', ['Jürgen', 'Müller']),
        { title: 'Geschäftsführer', role: 'management' },
      ],
      [
        named('Käthe Großmann', 'kaethe.grossmann', ['Käthe', 'Großmann']),
        { title: 'Leiterin Einkauf', role: 'purchasing', buying: 'buyer' },
      ],
    ],
  });
  buy(account);
  complain(account);
  nextDeal(account);
  activate(account);
  return account;
}

/** The first bill is paid so late that the next order waits for it. */
function buy(account: Account): void {
  talk(account, {
    at: moment('2024-09-12 08:40'),
    direction: 'inbound',
    disposition: 'follow-up',
    notes: 'Fragt nach Abwärmenutzung in der Gießerei; Besuch vereinbaren.',
  });
  const order = sell(account, {
    at: moment('2024-09-17 08:00'),
    project: {
      name: 'Abwärmenutzung Gießerei Köln',
      need: 'Die Abwärme der Öfen geht bisher durch das Dach.',
      wants: () => [
        { sku: 'HP-PRO-60', qty: 1 },
        { sku: 'SV-COMM', qty: 1 },
        { sku: 'SV-TRAIN', qty: 1 },
        { sku: 'MON-GW', qty: 1 },
      ],
    },
    course: 'won',
    leadSource: 'Call',
  })!;
  const { from, until } = new Bill(account, order).stopCredit();
  const at = from + 2 * DAY;
  const lines = account.priced(
    [
      { sku: 'SV-MAINT', qty: 3 },
      { sku: 'MON-Y', qty: 3 },
    ],
    at,
  );
  const waiting = placeOrder(account, { at, channel: 'email', lines, heldUntil: until + 2 * HOUR });
  new Bill(account, waiting).pay('late');
  missAndCallBack(account, moment('2025-06-17 09:10'), 'Rückfrage zur Wartung; Termin bestätigt.');
}

const noise: Grievance = {
  subject: 'Wallboxen ohne Zähler geliefert',
  description: 'Bestellt waren Geräte mit Zähler. Vier der acht haben keinen.',
  category: 'delivery',
  findings: 'Im Lager waren vier Kartons falsch beschriftet.',
  rootCause: 'labelling',
  unit: 'logistics',
  action: 'Kartons werden beim Packen gescannt.',
};

/** A complaint that is in hand when the demo ends, about an order whose bill is overdue. */
function complain(account: Account): void {
  const at = moment('2026-03-24 09:00');
  const lines = account.priced(
    [
      { sku: 'WB-22', qty: 8, discountPct: 5 },
      { sku: 'SV-INST', qty: 2 },
    ],
    at,
  );
  const order = placeOrder(account, { at, channel: 'phone', lines });
  new Bill(account, order).pay('never');
  const complained = moment('2026-06-22 08:30');
  const complaint = new Complaint(account, complained, noise, { channel: 'email', orderId: order.orderId });
  complaint.acknowledge();
  complaint.work.wait(0.1, 0.3).respond('Wir prüfen das und melden uns bis Freitag.');
  complaint.work.wait(0.5, 1).reply('Bilder der Typenschilder geschickt.').note('Vier Geräte sind vom Typ Lumo 11.');
}

/** One deal passes from one seller to the next and is given up; another is stalled when the demo ends. */
function nextDeal(account: Account): void {
  sell(account, {
    at: moment('2025-08-26 08:00'),
    project: {
      name: 'Ladepark Köln',
      need: 'Der halbe Fuhrpark soll bis nächstes Jahr elektrisch fahren.',
      wants: () => [
        { sku: 'WB-22', qty: 12 },
        { sku: 'DC-150', qty: 1 },
        { sku: 'SV-INST', qty: 5 },
      ],
    },
    course: 'abandoned',
    leadSource: 'Existing customer',
  });
  help(account, moment('2025-11-18 09:00'), troubles[3]);
  touch(account, {
    at: moment('2026-04-16 08:00'),
    channel: 'visit',
    direction: 'outbound',
    subject: 'Werksbesichtigung in Köln',
    summary: 'Zweite Linie ist für das nächste Jahr geplant, dazu ein Speicher gegen Lastspitzen.',
    place: 'Köln',
    minutes: 150,
    loggedAfterDays: 4,
  });
  const deal = new Dealing(account, {
    at: moment('2026-04-27 08:00'),
    name: 'Batteriespeicher gegen Lastspitzen',
    wants: [
      { sku: 'ST-100', qty: 2 },
      { sku: 'SV-COMM', qty: 1 },
      { sku: 'MON-Y', qty: 3 },
    ],
    leadSource: 'Existing customer',
  });
  deal.next('Lastgang der letzten zwölf Monate holen', 8);
  deal.at = moment('2026-05-11 08:00');
  deal.to('needs-analysis', ['Lastgang liegt vor']).involve(1, 'buyer', 'medium').revalue('Nach dem Lastgang');
  deal.stall().next('Nachfassen: Entscheidung der Geschäftsführung', 14);
}
