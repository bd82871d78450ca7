import type { EventEnvelope, PricedLine, SalesTotals } from '@touchstream/events';
import { minorOf } from '../money/index.js';
import { drop, put } from '../keyed/index.js';
import { lineDoc, noTotals, totalsDoc } from '../priced/index.js';
import type { View } from '../view/index.js';
import type { QuoteDoc, QuoteVersion } from './document.js';

const withVersion = (doc: QuoteDoc, changes: Partial<QuoteVersion>): readonly QuoteVersion[] =>
  doc.versions.map(one => (one.version === doc.version ? { ...one, ...changes } : one));

const depthOf = (discount: number, list: number): number | null =>
  list === 0 ? null : Number((BigInt(discount) * 10_000n + BigInt(list) / 2n) / BigInt(list));

export function withTotals(doc: QuoteDoc, totals: Readonly<SalesTotals>): QuoteDoc {
  const sums = totalsDoc(totals);
  return {
    ...doc,
    totals: sums,
    discountDepth: depthOf(sums.discount, sums.list),
    versions: withVersion(doc, { totals: sums }),
  };
}

/** Content that changed is no longer what an approval was asked or given for. */
const edited = (doc: QuoteDoc, data: { readonly totals: Readonly<SalesTotals> }): QuoteDoc => ({
  ...withTotals(doc, data.totals),
  approval: null,
});

const withLine = (doc: QuoteDoc, line: Readonly<PricedLine> | undefined): QuoteDoc =>
  line === undefined ? doc : { ...doc, lines: put(doc.lines, lineDoc(line)) };

function drafted(doc: QuoteDoc, { data }: EventEnvelope<'quote.drafted'>): QuoteDoc {
  return {
    ...doc,
    number: data.number,
    name: data.name ?? null,
    customerId: data.customerId,
    opportunityId: data.opportunityId ?? null,
    ownerId: data.ownerId,
    version: data.version,
    currency: data.currency,
    priceBookId: data.priceBookId ?? null,
    priceBookVersion: data.priceBookVersion ?? null,
    validUntil: data.validUntil,
    terms: data.terms ?? null,
    draftedAt: data.draftedAt,
    versions: [
      { version: data.version, startedAt: data.draftedAt, sentAt: null, validUntil: data.validUntil, totals: noTotals },
    ],
  };
}

function discounted(doc: QuoteDoc, { data }: EventEnvelope<'quote.discount-applied'>): QuoteDoc {
  const next = withLine(edited(doc, data), data.line);
  if (data.scope === 'line') return next;
  const { pct = null, amount, reason = null } = data;
  const taken = amount === undefined ? null : minorOf(amount);
  return { ...next, discount: (pct ?? 0) === 0 && (taken ?? 0) === 0 ? null : { pct, amount: taken, reason } };
}

function revised(doc: QuoteDoc, { data, occurredAt }: EventEnvelope<'quote.revised'>): QuoteDoc {
  const { toVersion: version, validUntil } = data;
  const begun = { version, startedAt: occurredAt, sentAt: null, validUntil, totals: noTotals };
  return {
    ...edited({ ...doc, version, versions: [...doc.versions, begun] }, data),
    status: 'draft',
    lines: doc.draftLines ?? doc.lines,
    draftLines: null,
    validUntil,
    sentAt: null,
    sentTo: [],
    closedAt: null,
    reason: null,
  };
}

/** How the content of a quote comes about. */
export const drafting: View<QuoteDoc>['on'] = {
  'quote.drafted': drafted,
  'quote.line-added': (doc, { data }) => withLine(edited(doc, data), data.line),
  'quote.line-changed': (doc, { data }) => withLine(edited(doc, data), data.line),
  'quote.line-removed': (doc, { data }) => ({ ...edited(doc, data), lines: drop(doc.lines, data.lineId) }),
  'quote.discount-applied': discounted,
  'quote.revised': revised,
  'quote.sent': (doc, { data, occurredAt }) => ({
    ...withTotals(doc, data.totals),
    status: 'sent',
    sentAt: occurredAt,
    sentTo: data.to,
    validUntil: data.validUntil,
    lines: data.lines.map(lineDoc),
    draftLines: doc.lines,
    versions: withVersion(doc, { sentAt: occurredAt, validUntil: data.validUntil, totals: totalsDoc(data.totals) }),
  }),
};
