import { describe, expect, it } from '@jest/globals';
import {
  event,
  QuoteAccepted,
  QuoteApprovalRejected,
  QuoteApprovalRequested,
  QuoteApproved,
  QuoteDiscountApplied,
  QuoteDrafted,
  QuoteExpired,
  QuoteLineAdded,
  QuoteRejected,
  QuoteRevised,
  QuoteSent,
  QuoteViewed,
  QuoteWithdrawn,
  type ActorKind,
} from '@touchstream/events';
import { given, testMeta } from '../testing/index.js';
import { aContact, noContact, usd } from '../testing/sales-facts.js';
import { DISCOUNT_LIMIT_PCT } from './approval.js';
import { quote } from './quote.js';

type History = Parameters<typeof given>[1];
const now = '2026-03-01T10:00:00.000Z';
const drafted = event(QuoteDrafted, {
  quoteId: 'a1',
  customerId: 'c1',
  opportunityId: 'op',
  number: 'Q-1',
  version: 1,
  currency: 'USD',
  validUntil: '2026-04-30',
  ownerId: 'ann',
  draftedAt: '2026-02-01T10:00:00.000Z',
});
const lineAt = (discountPct: number, net: string, lineId = 'l1') => ({
  lineId,
  productId: 'p1',
  name: 'P',
  qty: 1,
  listPrice: usd('100.00'),
  unitPrice: usd('100.00'),
  discountPct,
  taxPct: 0,
  list: usd('100.00'),
  net: usd(net),
  tax: usd('0.00'),
});
const totalsAt = (list: string, discount: string, net: string) => ({
  list: usd(list),
  discount: usd(discount),
  net: usd(net),
  tax: usd('0.00'),
  total: usd(net),
});
const at = (discountPct: number, off: string, net: string) => {
  const totals = totalsAt('100.00', off, net);
  return event(QuoteLineAdded, { quoteId: 'a1', version: 1, line: lineAt(discountPct, net), totals });
};
const modest = at(20, '20.00', '80.00');
const deep = at(25, '25.00', '75.00');
const state = { quoteId: 'a1', version: 1, totals: modest.data.totals };
const sent = event(QuoteSent, {
  ...state,
  number: 'Q-1',
  to: ['k1'],
  sentAt: now,
  validUntil: '2026-04-30',
  lines: [modest.data.line],
});
const asked = event(QuoteApprovalRequested, {
  ...state,
  totals: deep.data.totals,
  contentRevision: 1,
  rule: 'discount-limit',
  depthPct: 25,
  approvers: [],
  requestedBy: 'ann',
  at: now,
});
const step = { quoteId: 'a1', version: 1, totals: deep.data.totals, contentRevision: 1, at: now };
const approved = event(QuoteApproved, { ...step, by: 'carol' });
const refused = event(QuoteApprovalRejected, { ...step, by: 'carol' });
const facts = { 'contact/k1': aContact };
const by = (id: string, onBehalfOf?: string, kind: ActorKind = 'user') => ({
  actor: { id, kind, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) },
});

describe('approving a discount', () => {
  const ask = (history: History, data: object = {}) => given(quote, history).when('RequestQuoteApproval', data);
  const approve = (history: History, meta = by('carol'), contentRevision = 1) =>
    given(quote, history).when('ApproveDiscount', { contentRevision }, { meta });

  it('is asked for above the limit only', () => {
    expect(DISCOUNT_LIMIT_PCT).toBe(20);
    ask([drafted, deep]).then([asked]);
    ask([drafted, modest]).thenRefused('approval-not-needed');
    ask([drafted, deep], { approvers: ['carol'], note: 'Please' }).then([
      event(QuoteApprovalRequested, { ...asked.data, approvers: ['carol'], note: 'Please' }),
    ]);
    ask([drafted, deep], { approvers: ['ann'] }).thenRefused('approver-is-requester', '/approvers');
  });

  it('looks at the whole too', () => {
    const whole = event(QuoteDiscountApplied, {
      ...state,
      scope: 'quote',
      amount: usd('0.02'),
      totals: totalsAt('100.00', '20.02', '79.98'),
    });
    ask([drafted, modest, whole]).then([
      event(QuoteApprovalRequested, {
        ...asked.data,
        totals: whole.data.totals,
        contentRevision: 2,
        depthPct: 20.02,
      }),
    ]);
  });

  it('is asked for once, and again after a refusal', () => {
    ask([drafted, deep, asked]).thenNothing();
    ask([drafted, deep, asked], { approvers: ['carol'] }).thenRefused('approval-requested');
    ask([drafted, deep, asked], { note: 'Please' }).thenRefused('approval-requested');
    ask([drafted, deep, asked, approved]).thenNothing();
    ask([drafted, deep, asked, approved], { note: 'Please' }).thenRefused('approval-requested');
    ask([drafted, deep, asked, refused]).then([asked]);
  });

  it('is given or refused by another than who asked, once', () => {
    approve([drafted, deep, asked]).then([approved]);
    approve([drafted, deep, asked], by('ann')).thenRefused('approver-is-requester');
    approve([drafted, deep, asked], by('carol', 'ann')).thenRefused('approver-is-requester');
    approve([drafted, deep, asked, approved]).thenNothing();
    approve([drafted, deep, asked, refused]).thenRefused('no-approval-requested');
    const reject = (history: History, id = 'carol') =>
      given(quote, history).when('RejectDiscount', { contentRevision: 1 }, { meta: by(id) });
    reject([drafted, deep, asked]).then([refused]);
    reject([drafted, deep, asked], 'ann').thenRefused('approver-is-requester');
    reject([drafted, deep, asked, refused]).thenNothing();
    reject([drafted, deep, asked, approved]).thenRefused('no-approval-requested');
    const say = (command: 'ApproveDiscount' | 'RejectDiscount', decided: typeof approved | typeof refused) =>
      given(quote, [drafted, deep, asked, decided]).when(
        command,
        { contentRevision: 1, note: 'Agreed' },
        { meta: by('carol') },
      );
    say('ApproveDiscount', approved).thenRefused('no-approval-requested');
    say('RejectDiscount', refused).thenRefused('no-approval-requested');
    say('ApproveDiscount', event(QuoteApproved, { ...approved.data, note: 'Agreed' })).thenNothing();
  });

  it('is for those who were asked, or who stand in for them', () => {
    const askedCarol = event(QuoteApprovalRequested, { ...asked.data, approvers: ['carol'] });
    approve([drafted, deep, askedCarol], by('dave')).thenRefused('not-an-approver');
    approve([drafted, deep, askedCarol], by('dave', 'carol')).then([event(QuoteApproved, { ...step, by: 'dave' })]);
  });

  it('looks at the person for whom a system acts', () => {
    const gateway = (person: string) => by('gateway', person, 'api');
    const request = (meta: ReturnType<typeof by>, approvers?: string[]) =>
      given(quote, [drafted, deep]).when('RequestQuoteApproval', { ...(approvers && { approvers }) }, { meta });
    const askedForBob = event(QuoteApprovalRequested, { ...asked.data, requestedBy: 'bob' });
    request(gateway('bob')).then([askedForBob]);
    request(gateway('bob'), ['bob']).thenRefused('approver-is-requester', '/approvers');
    approve([drafted, deep, askedForBob], by('bob')).thenRefused('approver-is-requester');
    approve([drafted, deep, askedForBob], gateway('bob')).thenRefused('approver-is-requester');
    approve([drafted, deep, askedForBob], gateway('carol')).then([approved]);
    given(quote, [drafted, deep, askedForBob])
      .when('RejectDiscount', { contentRevision: 1 }, { meta: gateway('carol') })
      .then([refused]);
  });

  it('is not for whom the requester stood in for', () => {
    const askedForBob = event(QuoteApprovalRequested, { ...asked.data, onBehalfOf: 'bob' });
    given(quote, [drafted, deep])
      .when('RequestQuoteApproval', {}, { meta: by('ann', 'bob') })
      .then([askedForBob]);
    given(quote, [drafted, deep])
      .when('RequestQuoteApproval', { approvers: ['bob'] }, { meta: by('ann', 'bob') })
      .thenRefused('approver-is-requester', '/approvers');
    approve([drafted, deep, askedForBob], by('bob')).thenRefused('approver-is-requester');
    approve([drafted, deep, askedForBob], by('ann', 'carol')).thenRefused('approver-is-requester');
    approve([drafted, deep, askedForBob]).then([approved]);
  });

  it('holds only for the content that was shown', () => {
    approve([drafted, deep, asked], by('carol'), 0).thenRefused('other-revision', '/contentRevision');
    const changed = event(QuoteDiscountApplied, {
      ...state,
      scope: 'line',
      pct: 30,
      line: lineAt(30, '70.00'),
      totals: totalsAt('100.00', '30.00', '70.00'),
    });
    approve([drafted, deep, asked, changed]).thenRefused('no-approval-requested');
    given(quote, [drafted, deep, asked, approved, changed])
      .when('SendQuote', { to: [] })
      .thenRefused('approval-needed');
  });

  it('is asked for, decided on and used in order', () => {
    const meta = { occurredAt: '2026-02-28T00:00:00.000Z' };
    const refused_ = ['before-last-change', '/occurredAt'] as const;
    approve([drafted, deep, asked], { ...by('carol'), ...meta }).thenRefused(...refused_);
    given(quote, [drafted, deep, asked, refused])
      .when('RequestQuoteApproval', {}, { meta })
      .thenRefused(...refused_);
    given(quote, [drafted, deep, asked, approved])
      .when('SendQuote', { to: ['k1'] }, { facts, meta })
      .thenRefused(...refused_);
    given(quote, [drafted, deep, asked])
      .when('RejectDiscount', { contentRevision: 1 }, { meta: { ...by('carol'), ...meta } })
      .thenRefused(...refused_);
  });

  it('is recognised when it is told again, whatever came of it', () => {
    const meta = { occurredAt: '2026-02-28T00:00:00.000Z' };
    given(quote, [drafted, deep, asked, approved]).when('RequestQuoteApproval', {}, { meta }).thenNothing();
    approve([drafted, deep, asked, approved], { ...by('carol'), ...meta }).thenNothing();
    given(quote, [drafted, deep, asked, refused])
      .when('RejectDiscount', { contentRevision: 1 }, { meta: { ...by('carol'), ...meta } })
      .thenNothing();
  });

  it('is for drafts', () => {
    ask([drafted, modest, sent]).thenRefused('quote-not-draft');
  });
});

describe('sending a quote', () => {
  const send = (history: History, data: object = {}, occurredAt = now) =>
    given(quote, history).when('SendQuote', { to: ['k1'], ...data }, { facts, meta: { occurredAt } });

  it('fixes its version', () => {
    send([drafted, modest]).then([sent]);
    send([drafted, modest, sent]).thenRefused('quote-not-draft');
    given(quote, [drafted, modest, sent]).when('RemoveQuoteLine', { lineId: 'l1' }).thenRefused('quote-not-draft');
    given(quote, [drafted, modest, sent]).when('ApplyDiscount', { pct: 1 }).thenRefused('quote-not-draft');
  });

  it('needs lines, days to come, and approval of a deep discount', () => {
    send([drafted]).thenRefused('no-lines');
    send([drafted, modest], {}, '2026-05-01T00:00:00.000Z').thenRefused('quote-expired', '/validUntil');
    send([drafted, deep]).thenRefused('approval-needed');
    send([drafted, deep, asked]).thenRefused('approval-needed');
    send([drafted, deep, asked, refused]).thenRefused('approval-needed');
    send([drafted, deep, asked, approved]).then([
      event(QuoteSent, { ...sent.data, totals: deep.data.totals, lines: [deep.data.line] }),
    ]);
  });

  it('goes to contacts that are there, who look at it and accept it', () => {
    const unknown = { facts: { 'contact/k1': aContact, 'contact/k2': noContact } };
    given(quote, [drafted, modest])
      .when('SendQuote', { to: ['k1', 'k2'] }, unknown)
      .thenRefused('unknown-contact', '/to/1');
    given(quote, [drafted, modest, sent])
      .when('RecordQuoteView', { by: 'k2' }, unknown)
      .thenRefused('unknown-contact', '/by');
    given(quote, [drafted, modest, sent])
      .when('AcceptQuote', { version: 1, by: 'k2' }, unknown)
      .thenRefused('unknown-contact', '/by');
    const state_ = given(quote, [drafted]).state();
    expect(quote.facts?.SendQuote?.({ data: { to: ['k1'] }, meta: testMeta() }, state_)).toEqual({
      'contact/k1': { aggregate: 'contact', id: 'k1' },
    });
    expect(quote.facts?.AcceptQuote?.({ data: { version: 1 }, meta: testMeta() }, state_)).toEqual({});
  });

  it('may set its last day', () => {
    const { state: after } = send([drafted, modest], { validUntil: '2026-05-31', documentHash: 'sha256:0' }).then([
      event(QuoteSent, { ...sent.data, validUntil: '2026-05-31', documentHash: 'sha256:0' }),
    ]);
    expect(after).toMatchObject({ validUntil: '2026-05-31', status: 'sent' });
  });

  it('gives each line its part of the discount on the whole', () => {
    const second = event(QuoteLineAdded, {
      ...state,
      line: lineAt(0, '100.00', 'l2'),
      totals: totalsAt('200.00', '20.00', '180.00'),
    });
    const whole = event(QuoteDiscountApplied, {
      ...state,
      scope: 'quote',
      amount: usd('0.10'),
      totals: totalsAt('200.00', '20.10', '179.90'),
    });
    send([drafted, modest, second, whole]).then([
      event(QuoteSent, {
        ...sent.data,
        totals: whole.data.totals,
        lines: [
          { ...lineAt(20, '79.96'), tax: usd('0.00') },
          { ...lineAt(0, '99.94', 'l2'), tax: usd('0.00') },
        ],
      }),
    ]);
  });
});

describe('what becomes of a sent quote', () => {
  const history = [drafted, modest, sent];
  const accepted = event(QuoteAccepted, {
    ...state,
    number: 'Q-1',
    opportunityId: 'op',
    by: 'k1',
    at: now,
    signatureRef: 's1',
  });
  const rejected = event(QuoteRejected, { ...state, reason: 'Too dear', at: now });
  const expired = event(QuoteExpired, { ...state, validUntil: '2026-04-30', at: '2026-05-01T00:00:00.000Z' });
  const withdrawn = event(QuoteWithdrawn, { ...state, reason: 'Gone' });
  const revised = event(QuoteRevised, {
    ...state,
    version: 2,
    number: 'Q-1',
    opportunityId: 'op',
    ownerId: 'ann',
    fromVersion: 1,
    toVersion: 2,
    validUntil: '2026-04-30',
    at: now,
  });
  const accept = (given_: History, version = 1, occurredAt = now) =>
    given(quote, given_).when(
      'AcceptQuote',
      { version, by: 'k1', signatureRef: 's1' },
      { facts, meta: { occurredAt } },
    );

  it('is looked at, in the version last sent', () => {
    const viewed = event(QuoteViewed, { quoteId: 'a1', version: 1, by: 'k1' });
    given(quote, history).when('RecordQuoteView', { by: 'k1' }, { facts }).then([viewed]);
    given(quote, [...history, viewed])
      .when('RecordQuoteView', { by: 'k1' }, { facts })
      .then([viewed]);
    given(quote, [drafted, modest]).when('RecordQuoteView', {}).thenRefused('quote-not-sent');
    given(quote, [drafted, modest, withdrawn]).when('RecordQuoteView', {}).thenRefused('quote-not-sent');
  });

  it('is looked at no earlier than it was sent', () => {
    const looked = (occurredAt: string) => given(quote, history).when('RecordQuoteView', {}, { meta: { occurredAt } });
    expect(looked(sent.data.sentAt).decided()).toHaveLength(1);
    looked(new Date(Date.parse(sent.data.sentAt) - 1).toISOString()).thenRefused('before-last-change', '/occurredAt');
  });

  it('is accepted once, in the version last sent', () => {
    accept(history).then([accepted]);
    accept([...history, accepted]).thenNothing();
    given(quote, [...history, accepted])
      .when('AcceptQuote', { version: 1 })
      .thenNothing();
    given(quote, [...history, accepted])
      .when('AcceptQuote', { version: 1, signatureRef: 's2' })
      .thenRefused('quote-not-sent');
    accept(history, 2).thenRefused('quote-superseded', '/version');
    accept([drafted, modest]).thenRefused('quote-not-sent');
    accept([...history, rejected]).thenRefused('quote-not-sent');
    accept([...history, revised]).thenRefused('quote-not-sent');
    accept([...history, revised, event(QuoteSent, { ...sent.data, version: 2 })]).thenRefused(
      'quote-superseded',
      '/version',
    );
  });

  it('is accepted up to its last day, after it was sent', () => {
    accept(history, 1, '2026-04-30T23:59:59.999Z').then([
      event(QuoteAccepted, { ...accepted.data, at: '2026-04-30T23:59:59.999Z' }),
    ]);
    accept(history, 1, '2026-05-01T00:00:00.000Z').thenRefused('quote-expired');
    accept(history, 1, '2026-02-28T00:00:00.000Z').thenRefused('before-last-change', '/occurredAt');
  });

  it('is rejected once', () => {
    const reject = (given_: History, reason = 'Too dear') => given(quote, given_).when('RejectQuote', { reason });
    reject(history).then([rejected]);
    reject([...history, rejected]).thenNothing();
    reject([...history, rejected], 'Other').thenRefused('quote-not-sent');
    reject([drafted, modest]).thenRefused('quote-not-sent');
  });

  it('expires once, after its last day', () => {
    const expire = (given_: History, occurredAt = '2026-05-01T00:00:00.000Z') =>
      given(quote, given_).when('ExpireQuote', {}, { meta: { occurredAt } });
    expire(history).then([expired]);
    expire([...history, expired]).thenNothing();
    expire(history, '2026-04-30T23:59:59.999Z').thenRefused('quote-not-expired');
    expire([...history, accepted]).thenRefused('quote-not-sent');
  });

  it('is withdrawn once, unless it has ended', () => {
    const withdraw = (given_: History) => given(quote, given_).when('WithdrawQuote', { reason: 'Gone' });
    withdraw(history).then([withdrawn]);
    withdraw([drafted, modest]).then([withdrawn]);
    withdraw([...history, withdrawn]).thenNothing();
    given(quote, [...history, withdrawn])
      .when('WithdrawQuote', { reason: 'Other' })
      .thenRefused('quote-ended');
    withdraw([...history, accepted]).thenRefused('quote-ended');
  });

  it('becomes editable as its next version', () => {
    const revise = (given_: History, data: object = {}, occurredAt = now) =>
      given(quote, given_).when('ReviseQuote', data, { meta: { occurredAt } });
    revise(history).then([revised]);
    revise([...history, rejected]).then([revised]);
    revise([...history, expired], { validUntil: '2026-06-30', reason: 'Again' }, '2026-05-02T00:00:00.000Z').then([
      event(QuoteRevised, {
        ...revised.data,
        validUntil: '2026-06-30',
        reason: 'Again',
        at: '2026-05-02T00:00:00.000Z',
      }),
    ]);
    revise([drafted, modest]).thenRefused('quote-not-revisable');
    revise([...history, accepted]).thenRefused('quote-not-revisable');
    revise([...history, withdrawn]).thenRefused('quote-not-revisable');
    given(quote, [...history, revised])
      .when('SendQuote', { to: ['k1'] }, { facts })
      .then([event(QuoteSent, { ...sent.data, version: 2 })]);
  });

  it('is sent, answered, revised and taken back in order', () => {
    const meta = { occurredAt: '2026-02-28T00:00:00.000Z' };
    const refused_ = ['before-last-change', '/occurredAt'] as const;
    given(quote, history)
      .when('RejectQuote', { reason: 'Too dear' }, { meta })
      .thenRefused(...refused_);
    given(quote, history)
      .when('WithdrawQuote', {}, { meta })
      .thenRefused(...refused_);
    for (const last of [[], [rejected], [expired]])
      given(quote, [...history, ...last])
        .when('ReviseQuote', {}, { meta })
        .thenRefused(...refused_);
    given(quote, [...history, rejected])
      .when('ReviseQuote', {}, { meta: { occurredAt: now } })
      .then([revised]);
    given(quote, [...history, event(QuoteRejected, { ...rejected.data, at: '2026-03-01T10:00:00.001Z' })])
      .when('ReviseQuote', {}, { meta: { occurredAt: now } })
      .thenRefused(...refused_);
    given(quote, [...history, expired])
      .when('ReviseQuote', {}, { meta: { occurredAt: '2026-04-30T00:00:00.000Z' } })
      .thenRefused(...refused_);
    const later = event(QuoteRevised, { ...revised.data, at: '2026-03-02T10:00:00.000Z' });
    for (const [command, data] of [
      ['SendQuote', { to: ['k1'] }],
      ['RemoveQuoteLine', { lineId: 'l1' }],
    ] as const)
      given(quote, [...history, later])
        .when(command, data as never, { facts })
        .thenRefused(...refused_);
  });

  it('is bound by no step that does not tell when it was', () => {
    const { at: _, ...untold } = revised.data;
    const { at: __, ...unsaid } = rejected.data;
    given(quote, [...history, event(QuoteRejected, unsaid), event(QuoteRevised, untold)])
      .when('SendQuote', { to: ['k1'] }, { facts })
      .then([event(QuoteSent, { ...sent.data, version: 2 })]);
  });
});
