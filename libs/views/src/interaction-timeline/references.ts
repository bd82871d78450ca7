import type { EventEnvelope, Money } from '@touchstream/events';
import { amountOf, type Amount } from '../money/index.js';
import { payloadOf, textIn, within, type Payload } from '../payload/index.js';
import type { EntryKind } from './document.js';

const NOTES = [
  'summary',
  'description',
  'text',
  'notes',
  'note',
  'findings',
  'solution',
  'action',
  'outcome',
  'reason',
];
const MOST_CHARACTERS = 1_000;

/** What was noted, whatever the event calls it, cut to 1,000 characters. */
export function summaryOf(event: EventEnvelope): string | null {
  const payload = payloadOf(event);
  const name = NOTES.find(one => textIn(payload, one) !== null);
  if (name === undefined) return null;
  const text = textIn(payload, name) ?? '';
  return text.length <= MOST_CHARACTERS ? text : Array.from(text).slice(0, MOST_CHARACTERS).join('');
}

/** The record of a kind that the event is about: by the field that names it, or among the related ones. */
export function recordOf(event: EventEnvelope, kind: string): string | null {
  const payload = payloadOf(event);
  const related = (payload['relatedTo'] ?? []) as readonly { readonly kind: string; readonly id: string }[];
  return textIn(payload, `${kind}Id`) ?? related.find(one => one.kind === kind)?.id ?? null;
}

/** Those events name contacts in fields that elsewhere name somebody else. */
const CONTACTS: Readonly<Record<string, (payload: Payload) => readonly unknown[]>> = {
  'quote.sent': payload => payload['to'] as readonly unknown[],
  'quote.viewed': payload => [payload['by']],
  'quote.accepted': payload => [payload['by']],
  'call.caller-reidentified': payload => [within(payload, 'old')['contactId'], within(payload, 'new')['contactId']],
};

/** The contacts an event names, each once. */
export function contactsOf(event: EventEnvelope): readonly string[] {
  const payload = payloadOf(event);
  const named = [
    payload['contactId'],
    ...((payload['contactIds'] ?? []) as readonly unknown[]),
    within(payload, 'call')['contactId'],
    ...(CONTACTS[event.type]?.(payload) ?? []),
  ];
  return [...new Set(named.filter(id => typeof id === 'string'))];
}

const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' &&
  value !== null &&
  'amount' in value &&
  typeof value.amount === 'string' &&
  'currency' in value;

/** The money an event is about: what it says first of these. */
export function moneyOf(event: EventEnvelope): Amount | null {
  const payload = payloadOf(event);
  const found = [
    payload['amount'],
    payload['total'],
    within(payload, 'totals')['total'],
    payload['new'],
    payload['value'],
    payload['net'],
    payload['open'],
    payload['cost'],
  ].find(isMoney);
  return found === undefined ? null : amountOf(found);
}

/** What the entry is about: the event's aggregate, and `complaint` for what shows that a case is one. */
export function kindOf(event: EventEnvelope): EntryKind {
  const kind = event.type.slice(0, event.type.indexOf('.')) as EntryKind;
  if (kind !== 'case') return kind;
  const payload = payloadOf(event);
  return payload['kind'] === 'complaint' || within(payload, 'case')['kind'] === 'complaint' ? 'complaint' : 'case';
}
