import { describe, expect, it } from '@jest/globals';
import {
  CaseClosed,
  CaseOpened,
  CaseReopened,
  ComplaintAcknowledged,
  ComplaintInvestigated,
  ComplaintNotUpheld,
  ComplaintReferredExternally,
  ComplaintUpheld,
  CorrectiveActionCompleted,
  CorrectiveActionPlanned,
  derivedId,
  event,
  RedressAccepted,
  RedressOffered,
  RedressRefused,
  type CaseDigest,
} from '@touchstream/events';
import { given, testMeta } from '../testing/index.js';
import { serviceCase } from './case.js';

const caseId = 'a1';
const openedAt = '2026-02-27T09:00:00.000Z';
const dueAt = '2026-03-02T09:00:00.000Z';
const { occurredAt: at, commandId } = testMeta();
const opened = event(CaseOpened, {
  caseId,
  number: 'CASE-1',
  kind: 'complaint',
  customerId: 'c1',
  subject: 'Charged twice',
  severity: 'medium',
  priority: 'normal',
  openedAt,
  acknowledgementDueAt: dueAt,
});
const question = event(CaseOpened, { ...opened.data, kind: 'question', acknowledgementDueAt: undefined });
const digest: Readonly<CaseDigest> = {
  number: 'CASE-1',
  kind: 'complaint',
  status: 'open',
  subject: 'Charged twice',
  severity: 'medium',
  priority: 'normal',
  openedAt,
};
const closed = event(CaseClosed, {
  caseId,
  resolved: false,
  reason: 'final',
  at,
  case: { ...digest, status: 'closed' },
});
const reopened = event(CaseReopened, { caseId, reason: 'new facts', from: 'closed', at, reopenings: 1, case: digest });
const acknowledged = event(ComplaintAcknowledged, { caseId, at, by: 'ann', dueAt, case: digest });
const findings = { findings: 'The run was started twice.', rootCause: 'billing-run', responsibleUnit: 'billing' };
const investigated = event(ComplaintInvestigated, { caseId, ...findings, at });
const value = { amount: '30.00', currency: 'EUR' };
const offered = event(RedressOffered, { caseId, kind: 'refund', value, at });
const accepted = event(RedressAccepted, { caseId, kind: 'refund', value, at });
const refused = event(RedressRefused, { caseId, kind: 'refund', value, reason: 'more', at });
const decision = { decision: 'upheld' as const, reason: 'It was charged twice.' };
const upheld = event(ComplaintUpheld, { caseId, reason: decision.reason, at, by: 'ann', case: digest });
const plan = { actionId: 'lock', action: 'Lock the run', ownerId: 'carol', dueAt: '2026-04-01T00:00:00.000Z' };
const planned = event(CorrectiveActionPlanned, { caseId, ...plan, at });
const completed = event(CorrectiveActionCompleted, { caseId, actionId: 'lock', dueAt: plan.dueAt, at });

const bodies = {
  AcknowledgeComplaint: {},
  InvestigateComplaint: findings,
  OfferRedress: { kind: 'apology' },
  AcceptRedress: {},
  RefuseRedress: {},
  DecideComplaint: decision,
  PlanCorrectiveAction: plan,
  CompleteCorrectiveAction: { actionId: 'lock' },
  ReferComplaint: { body: 'Ombudsman' },
} as const;
const names = Object.keys(bodies) as (keyof typeof bodies)[];

describe('a complaint', () => {
  it.each(names)('is what %s needs', name => {
    given(serviceCase, [question])
      .when(name, bodies[name] as never)
      .thenRefused('not-a-complaint');
    given(serviceCase, [])
      .when(name, bodies[name] as never)
      .thenRefused('unknown-case');
  });

  it('takes no answer once its case is closed, but follow-up and referral', () => {
    const after = new Set(['PlanCorrectiveAction', 'CompleteCorrectiveAction', 'ReferComplaint']);
    for (const name of names.filter(one => !after.has(one)))
      given(serviceCase, [opened, offered, closed])
        .when(name, bodies[name] as never)
        .thenRefused('case-closed');
    given(serviceCase, [opened, closed]).when('PlanCorrectiveAction', plan).then([planned]);
    given(serviceCase, [opened, planned, closed])
      .when('CompleteCorrectiveAction', { actionId: 'lock' })
      .then([completed]);
    given(serviceCase, [opened, closed])
      .when('ReferComplaint', { body: 'Ombudsman' })
      .then([
        event(ComplaintReferredExternally, { caseId, body: 'Ombudsman', at, case: { ...digest, status: 'closed' } }),
      ]);
  });

  it('is acknowledged once, against the time that was set', () => {
    given(serviceCase, [opened]).when('AcknowledgeComplaint', {}).then([acknowledged]);
    given(serviceCase, [opened, acknowledged]).when('AcknowledgeComplaint', {}).thenNothing();
    const decisionDueAt = '2026-04-26T00:00:00.000Z';
    given(serviceCase, [opened, acknowledged]).when('AcknowledgeComplaint', { by: 'ann', dueAt }).thenNothing();
    given(serviceCase, [opened, acknowledged])
      .when('AcknowledgeComplaint', { decisionDueAt })
      .thenRefused('complaint-acknowledged');
    given(serviceCase, [opened])
      .when('AcknowledgeComplaint', { by: 'bob', dueAt: openedAt, decisionDueAt })
      .then([event(ComplaintAcknowledged, { ...acknowledged.data, by: 'bob', dueAt: openedAt, decisionDueAt })]);
    given(serviceCase, [opened])
      .when('AcknowledgeComplaint', { decisionDueAt: openedAt })
      .thenRefused('due-in-the-past', '/decisionDueAt');
  });

  it('keeps the time to acknowledge it by as it is classified, until another is set', () => {
    const classify = (history: Parameters<typeof given>[1], more: object = {}) =>
      given(serviceCase, history).when('ClassifyCase', { category: 'billing', ...more });
    const history = [opened, ...classify([opened]).decided()];
    classify(history).thenNothing();
    given(serviceCase, history).when('AcknowledgeComplaint', {}).then([acknowledged]);
    const later = '2026-03-05T09:00:00.000Z';
    const postponed = [...history, ...classify(history, { acknowledgementDueAt: later }).decided()];
    given(serviceCase, postponed)
      .when('AcknowledgeComplaint', {})
      .then([event(ComplaintAcknowledged, { ...acknowledged.data, dueAt: later })]);
  });

  it('is investigated; the same findings again change nothing', () => {
    given(serviceCase, [opened]).when('InvestigateComplaint', findings).then([investigated]);
    given(serviceCase, [opened, investigated]).when('InvestigateComplaint', findings).thenNothing();
    const other = { ...findings, rootCause: 'operator' };
    given(serviceCase, [opened, investigated])
      .when('InvestigateComplaint', other)
      .then([event(ComplaintInvestigated, { caseId, ...other, at })]);
  });

  it('is a complaint for good once it is dealt with', () => {
    for (const fact of [acknowledged, investigated, offered, upheld, planned])
      given(serviceCase, [opened, fact])
        .when('ClassifyCase', { kind: 'question', category: 'billing' })
        .thenRefused('complaint-under-way', '/kind');
    const { state } = given(serviceCase, [opened])
      .when('ClassifyCase', { kind: 'complaint', category: 'billing' })
      .then([expect.objectContaining({ type: 'case.classified' }) as never]);
    expect(state).toMatchObject({ kind: 'complaint', complaint: { acknowledgementDueAt: dueAt } });
  });
});

describe('redress', () => {
  it('is offered with the value its kind needs', () => {
    const when = (body: object) => given(serviceCase, [opened]).when('OfferRedress', body as never);
    when({ kind: 'refund', value: { amount: '30', currency: 'EUR' } }).then([offered]);
    when({ kind: 'apology', description: 'Sorry.' }).then([
      event(RedressOffered, { caseId, kind: 'apology', description: 'Sorry.', at }),
    ]);
    when({ kind: 'refund' }).thenRefused('redress-value', '/value');
    when({ kind: 'credit', value: { amount: '0.00', currency: 'EUR' } }).thenRefused('redress-value', '/value');
    when({ kind: 'apology', value }).thenRefused('redress-value', '/value');
  });

  it('is replaced by another offer, not by the same', () => {
    const history = [opened, offered];
    given(serviceCase, history).when('OfferRedress', { kind: 'refund', value }).thenNothing();
    const better = { kind: 'refund' as const, value: { amount: '40.00', currency: 'EUR' } };
    const improved = event(RedressOffered, { caseId, ...better, at });
    given(serviceCase, history).when('OfferRedress', better).then([improved]);
    given(serviceCase, [...history, improved])
      .when('AcceptRedress', {})
      .then([event(RedressAccepted, { caseId, ...better, at })]);
  });

  it('is accepted or refused only when offered, and once', () => {
    given(serviceCase, [opened]).when('AcceptRedress', {}).thenRefused('no-redress-offered');
    given(serviceCase, [opened]).when('RefuseRedress', {}).thenRefused('no-redress-offered');
    given(serviceCase, [opened, offered]).when('AcceptRedress', {}).then([accepted]);
    given(serviceCase, [opened, offered]).when('RefuseRedress', { reason: 'more' }).then([refused]);
    given(serviceCase, [opened, offered, accepted]).when('AcceptRedress', {}).thenNothing();
    given(serviceCase, [opened, offered, refused]).when('RefuseRedress', {}).thenNothing();
    given(serviceCase, [opened, offered, refused])
      .when('RefuseRedress', { reason: 'other' })
      .thenRefused('no-redress-offered');
    given(serviceCase, [opened, offered, accepted]).when('RefuseRedress', {}).thenRefused('no-redress-offered');
    given(serviceCase, [opened, offered, refused]).when('AcceptRedress', {}).thenRefused('no-redress-offered');
    given(serviceCase, [opened, offered, refused, offered]).when('AcceptRedress', {}).then([accepted]);
  });
});

describe('the order of a complaint', () => {
  const meta = { occurredAt: '2026-03-01T09:59:59.999Z' };
  const tooEarly = ['before-last-change', '/occurredAt'] as const;
  const early = (history: Parameters<typeof given>[1], name: keyof typeof bodies) =>
    given(serviceCase, history).when(name, bodies[name] as never, { meta });

  it('has an answer follow its offer, and an offer what it replaces', () => {
    for (const name of ['OfferRedress', 'AcceptRedress', 'RefuseRedress'] as const)
      early([opened, offered], name).thenRefused(...tooEarly);
    const before = event(RedressOffered, { ...offered.data, at: openedAt });
    for (const answer of [accepted, refused]) early([opened, before, answer], 'OfferRedress').thenRefused(...tooEarly);
    early([opened, offered, accepted], 'AcceptRedress').thenNothing();
  });

  it('has a decision follow the acknowledgement, the decision before and the reopening', () => {
    const before = '2026-03-01T09:00:00.000Z';
    const [firstly, answered] = [
      event(ComplaintAcknowledged, { ...acknowledged.data, at: before }),
      event(ComplaintUpheld, { ...upheld.data, at: before }),
    ];
    expect(early([opened, firstly], 'DecideComplaint').decided()).toHaveLength(1);
    early([opened, acknowledged], 'DecideComplaint').thenRefused(...tooEarly);
    early([opened, firstly, answered, closed, reopened], 'DecideComplaint').thenRefused(...tooEarly);
    const again = event(CaseReopened, { ...reopened.data, at: before });
    early([opened, firstly, upheld, again], 'DecideComplaint').thenRefused(...tooEarly);
    expect(early([opened, firstly, answered, again], 'DecideComplaint').decided()).toHaveLength(1);
  });
});

describe('the decision on a complaint', () => {
  it('follows the acknowledgement, and acknowledges one that is answered on the spot', () => {
    given(serviceCase, [opened, acknowledged]).when('DecideComplaint', decision).then([upheld]);
    given(serviceCase, [opened]).when('DecideComplaint', decision).then([acknowledged, upheld]);
  });

  it('names the root cause that was found', () => {
    given(serviceCase, [opened, acknowledged, investigated])
      .when('DecideComplaint', { decision: 'not-upheld', reason: 'Two months.', by: 'bob' })
      .then([
        event(ComplaintNotUpheld, {
          caseId,
          reason: 'Two months.',
          rootCause: 'billing-run',
          at,
          by: 'bob',
          case: digest,
        }),
      ]);
  });

  it('stands until the case is reopened', () => {
    const history = [opened, acknowledged, upheld];
    given(serviceCase, history).when('DecideComplaint', decision).thenNothing();
    const other = { decision: 'not-upheld' as const, reason: 'Two months.' };
    given(serviceCase, history).when('DecideComplaint', other).thenRefused('complaint-decided');
    given(serviceCase, history)
      .when('DecideComplaint', { ...decision, by: 'bob' })
      .thenRefused('complaint-decided');
    given(serviceCase, [...history, closed, reopened])
      .when('DecideComplaint', decision)
      .then([event(ComplaintUpheld, { ...upheld.data, previous: 'upheld' })]);
    given(serviceCase, [...history, closed, reopened])
      .when('DecideComplaint', other)
      .then([
        event(ComplaintNotUpheld, { caseId, reason: 'Two months.', at, by: 'ann', previous: 'upheld', case: digest }),
      ]);
  });
});

describe('what follows a complaint', () => {
  it('is a corrective action, planned and completed once', () => {
    given(serviceCase, [opened]).when('PlanCorrectiveAction', plan).then([planned]);
    given(serviceCase, [opened, planned]).when('PlanCorrectiveAction', plan).thenNothing();
    given(serviceCase, [opened, planned])
      .when('PlanCorrectiveAction', { ...plan, ownerId: 'dave' })
      .thenRefused('action-exists', '/actionId');
    given(serviceCase, [opened])
      .when('PlanCorrectiveAction', { ...plan, actionId: undefined })
      .then([event(CorrectiveActionPlanned, { caseId, ...plan, actionId: derivedId(commandId, 'action'), at })]);
    given(serviceCase, [opened])
      .when('PlanCorrectiveAction', { ...plan, dueAt: openedAt })
      .thenRefused('due-in-the-past', '/dueAt');
    given(serviceCase, [opened, planned]).when('CompleteCorrectiveAction', { actionId: 'lock' }).then([completed]);
    given(serviceCase, [opened, planned, completed])
      .when('CompleteCorrectiveAction', { actionId: 'lock' })
      .thenNothing();
    given(serviceCase, [opened, planned, completed])
      .when('CompleteCorrectiveAction', { actionId: 'lock', outcome: 'failed' })
      .thenRefused('action-completed', '/actionId');
    given(serviceCase, [opened, planned])
      .when('CompleteCorrectiveAction', { actionId: 'lock' }, { meta: { occurredAt: openedAt } })
      .thenRefused('before-last-change', '/occurredAt');
    given(serviceCase, [opened])
      .when('CompleteCorrectiveAction', { actionId: 'nope' })
      .thenRefused('unknown-action', '/actionId');
  });

  it('is a referral, once to each body and reference', () => {
    const body = { body: 'Ombudsman', ref: 'O-1' };
    const referred = event(ComplaintReferredExternally, { caseId, ...body, at, case: digest });
    given(serviceCase, [opened]).when('ReferComplaint', body).then([referred]);
    given(serviceCase, [opened, referred]).when('ReferComplaint', body).thenNothing();
    given(serviceCase, [opened, referred])
      .when('ReferComplaint', { body: 'Court' })
      .then([event(ComplaintReferredExternally, { caseId, body: 'Court', at, case: digest })]);
  });
});
