import {
  AttachDocument,
  CorrectInteraction,
  IdentifyVisitor,
  LogInteraction,
  RecordCostToServe,
  RecordWebVisit,
} from '@touchstream/domain';
import type { Channel, Concession, Direction, RelatedRecord } from '@touchstream/events';
import { listPrice } from '../company/price-books.js';
import { staff, systems } from '../company/staff.js';
import type { Account } from '../customers/account.js';
import { instant, MINUTE } from '../plan/calendar.js';

/** A touch by any channel that has no record of its own. */
export interface Touch {
  readonly at: number;
  readonly channel: Channel;
  readonly direction: Direction;
  readonly subject: string;
  readonly summary?: string;
  readonly place?: string;
  readonly minutes?: number;
  readonly relatedTo?: RelatedRecord[];
  readonly concessions?: Concession[];
  /** What the touch has cost, in euros. */
  readonly euros?: number;
  /** Entered so many days after it happened. */
  readonly loggedAfterDays?: number;
  readonly ownerId?: string;
}

/** Logs a touch, and gives its id. */
export function touch(account: Account, told: Touch): string {
  const { history, speaker, customerId, currency } = account;
  const { at, channel, minutes, euros, loggedAfterDays, ...body } = told;
  const late = loggedAfterDays !== undefined && { enteredAt: account.after(at, loggedAfterDays, loggedAfterDays + 1) };
  const ownerId = told.ownerId ?? account.ownerAt(at);
  return history.create(
    LogInteraction,
    { at, by: staff.rep(ownerId), channel, ...late },
    {
      customerId,
      contactIds: [speaker.contactId],
      ...body,
      ownerId,
      ...(minutes && { durationMin: minutes }),
      ...(euros && { cost: listPrice(euros, currency) }),
    },
  );
}

/** A document that came of a touch. */
export function attach(account: Account, interactionId: string, at: number, name: string): void {
  const { history, random } = account;
  const hash = Array.from({ length: 64 }, () => random.int(0, 15).toString(16)).join('');
  const docId = random.digits('doc-########');
  const circumstances = { at, by: account.rep(at) };
  history.change(AttachDocument, interactionId, circumstances, {
    docId,
    name,
    hash,
    size: random.int(20_000, 4_000_000),
    mime: name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg',
  });
}

/** What a visit has cost on the road. */
export function chargeTravel(account: Account, interactionId: string, at: number): void {
  const km = account.random.int(20, 400);
  const amount = listPrice(Math.ceil(km * 0.3), account.currency);
  const circumstances = { at, by: account.rep(at) };
  account.history.change(RecordCostToServe, interactionId, circumstances, {
    kind: 'travel',
    amount,
    basis: `${km} km at 0.30 EUR`,
  });
}

/** What was logged is put right: it had taken longer. */
export function correctDuration(account: Account, interactionId: string, at: number, minutes: number): void {
  const circumstances = { at, by: account.rep(at) };
  const body = { corrected: { durationMin: minutes }, reason: 'The way back was counted, the second meeting was not.' };
  account.history.change(CorrectInteraction, interactionId, circumstances, body);
}

const pages = [
  { url: 'https://northlight.example/heat-pumps', title: 'Heat pumps' },
  { url: 'https://northlight.example/storage', title: 'Battery storage' },
  { url: 'https://northlight.example/solar', title: 'Solar' },
  { url: 'https://northlight.example/charging', title: 'Chargers' },
  { url: 'https://northlight.example/service', title: 'Service and maintenance' },
  { url: 'https://northlight.example/contact', title: 'Contact' },
] as const;

/** A visit of the company's pages by somebody who is only recognised afterwards. */
export function browse(account: Account, at: number): void {
  const { history, random, speaker, customerId } = account;
  let now = at;
  const seen = random.sample(pages, random.int(2, 4)).map(page => {
    const seconds = random.int(8, 240);
    const view = { ...page, at: instant(now), seconds };
    now += seconds * 1000;
    return view;
  });
  const visit = history.create(
    RecordWebVisit,
    { at, by: systems.website, channel: 'web' },
    { anonymousId: random.digits('visitor-########'), pages: seen, referrer: 'https://search.example/' },
  );
  const identity = { contactId: speaker.contactId, customerId };
  history.change(IdentifyVisitor, visit, { at: now + 5 * MINUTE, by: systems.website, channel: 'web' }, identity);
}
