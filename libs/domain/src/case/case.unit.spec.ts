import { describe, expect, it } from '@jest/globals';
import {
  CaseAssigned,
  CaseAutoAcknowledged,
  CaseClassified,
  CaseClosed,
  CaseEscalated,
  CaseFirstResponded,
  CaseNoteAdded,
  CaseOpened,
  CasePriorityChanged,
  CaseReopened,
  CaseResolved,
  CaseResponded,
  CasesLinked,
  CaseTransferred,
  ContactRegistered,
  CustomerArchived,
  CustomerRegistered,
  CustomerReplied,
  DiagnosisRecorded,
  event,
  ResolutionConfirmed,
  ResolutionRejected,
  SolutionProposed,
  type CaseDigest,
} from '@touchstream/events';
import { contact } from '../contact/index.js';
import { customer } from '../customer/index.js';
import { documentNumber } from '../numbering/index.js';
import { given, testMeta } from '../testing/index.js';
import { serviceCase } from './case.js';

const caseId = 'a1';
const openedAt = '2026-02-01T09:00:00.000Z';
const at = testMeta().occurredAt;
const registered = event(CustomerRegistered, {
  customerId: 'c1',
  code: 'C1',
  kind: 'business',
  name: 'Muster GmbH',
  phones: [],
  externalRefs: [],
  registeredAt: '2026-01-01T00:00:00.000Z',
});
const person = given(contact, [
  event(ContactRegistered, {
    contactId: 'p1',
    customerIds: [],
    name: 'Erika',
    registeredAt: '2026-01-01T00:00:00.000Z',
  }),
]).state();
const facts = { customer: given(customer, [registered]).state() };
const archived = given(customer, [registered, event(CustomerArchived, { customerId: 'c1', reason: 'gone' })]).state();

const about = { kind: 'incident' as const, customerId: 'c1', subject: 'Line drops' };
const opened = event(CaseOpened, {
  ...about,
  caseId,
  number: 'CASE-1',
  severity: 'medium',
  priority: 'normal',
  openedAt,
});
const internal = event(CaseOpened, { ...opened.data, kind: 'internal', customerId: undefined });
const digest: Readonly<CaseDigest> = {
  number: 'CASE-1',
  kind: 'incident',
  status: 'open',
  subject: 'Line drops',
  severity: 'medium',
  priority: 'normal',
  openedAt,
};
const inStatus = (status: CaseDigest['status'], change: Partial<CaseDigest> = {}): CaseDigest => ({
  ...digest,
  ...change,
  status,
});
const firstResponded = event(CaseFirstResponded, { caseId, at, by: 'ann', case: inStatus('responded') });
const resolved = event(CaseResolved, {
  caseId,
  resolutionCode: 'fixed',
  at,
  by: 'ann',
  firstRespondedAt: at,
  customerContacts: 1,
  reopenings: 0,
  case: inStatus('resolved'),
});
const confirmed = event(ResolutionConfirmed, { caseId, at, case: inStatus('confirmed') });
const closed = event(CaseClosed, {
  caseId,
  resolved: true,
  resolutionCode: 'fixed',
  resolvedAt: at,
  at,
  case: inStatus('closed'),
});
const withdrawn = event(CaseClosed, { caseId, resolved: false, reason: 'Withdrawn', at, case: inStatus('closed') });
const working = [opened, firstResponded];
const done = [...working, resolved];
const later = '2026-03-05T10:00:00.000Z';

describe('opening a case', () => {
  const when = (body: object, with_: object = facts) =>
    given(serviceCase, []).when('OpenCase', { ...about, ...body }, { facts: with_, meta: { occurredAt: openedAt } });

  it('gives it a number of its own, and the usual severity and priority', () => {
    when({}).then([event(CaseOpened, { ...opened.data, number: documentNumber('CASE', caseId) })]);
    when({ number: 'CASE-1', severity: 'high', priority: 'urgent' }).then([
      event(CaseOpened, { ...opened.data, severity: 'high', priority: 'urgent' }),
    ]);
    when({ number: documentNumber('CASE', 'a2') }).thenRefused('reserved-number', '/number');
  });

  it('needs a customer who is there and not archived, but for internal matters', () => {
    when({}, {}).thenRefused('unknown-customer', '/customerId');
    when({}, { customer: archived }).thenRefused('customer-archived', '/customerId');
    when({ customerId: undefined }).thenRefused('customer-required', '/customerId');
    when({ kind: 'internal', customerId: undefined, number: 'CASE-1' }, {}).then([internal]);
  });

  it('needs the contact it names', () => {
    when({ contactId: 'p1' }).thenRefused('unknown-contact', '/contactId');
    when({ contactId: 'p1', number: 'CASE-1' }, { ...facts, contact: person }).then([
      event(CaseOpened, { ...opened.data, contactId: 'p1' }),
    ]);
  });

  it('sets a time for the acknowledgement of complaints only, and none that is over', () => {
    const acknowledgementDueAt = '2026-02-04T09:00:00.000Z';
    const complaint = { kind: 'complaint', number: 'CASE-1', acknowledgementDueAt } as const;
    when(complaint).then([event(CaseOpened, { ...opened.data, ...complaint })]);
    when({ acknowledgementDueAt }).thenRefused('not-a-complaint', '/acknowledgementDueAt');
    when({ ...complaint, acknowledgementDueAt: '2026-01-01T00:00:00.000Z' }).thenRefused(
      'due-in-the-past',
      '/acknowledgementDueAt',
    );
  });

  it('claims a number that is given, whatever its case, and holds it', () => {
    const claimed = serviceCase.claims!.OpenCase!;
    const command = (number?: string) => ({ data: { ...about, number }, meta: testMeta() });
    const state = given(serviceCase, [opened]).state();
    expect(claimed(command(), serviceCase.initialState)).toEqual([]);
    const [claim] = claimed(command('Case-1'), serviceCase.initialState);
    expect(claim).toEqual({ kind: 'case-number', value: 'case-1', field: '/number' });
    expect(serviceCase.holds!(state, claim!)).toBe(true);
    expect(serviceCase.holds!(state, { kind: 'case-number', value: 'case-2' })).toBe(false);
    expect(serviceCase.holds!(serviceCase.initialState, claim!)).toBe(false);
  });

  it('reads the records it names, and stands with its customer', () => {
    const refer = serviceCase.facts!.OpenCase!;
    expect(refer({ data: { ...about, contactId: 'p1' }, meta: testMeta() }, serviceCase.initialState)).toEqual({
      customer: { aggregate: 'customer', id: 'c1' },
      contact: { aggregate: 'contact', id: 'p1' },
    });
    expect(serviceCase.customerId(given(serviceCase, [opened]).state(), opened)).toBe('c1');
    expect(serviceCase.customerId(given(serviceCase, [internal]).state(), internal)).toBeUndefined();
  });
});

describe('a case at work', () => {
  const on = given(serviceCase, [opened]);

  it('is there before it is changed, and changes after it began', () => {
    given(serviceCase, []).when('AddCaseNote', { visibility: 'internal', text: 'x' }).thenRefused('unknown-case');
    on.when(
      'AddCaseNote',
      { visibility: 'internal', text: 'x' },
      { meta: { occurredAt: '2026-01-31T00:00:00.000Z' } },
    ).thenRefused('before-beginning', '/occurredAt');
  });

  it('is classified; the same again changes nothing', () => {
    const body = { category: 'network', productId: 'dsl', cause: 'line' };
    const classified = event(CaseClassified, { caseId, previousKind: 'incident', ...body, case: digest });
    on.when('ClassifyCase', body).then([classified]);
    given(serviceCase, [opened, classified]).when('ClassifyCase', body).thenNothing();
    const other = { category: 'network' };
    given(serviceCase, [opened, classified])
      .when('ClassifyCase', other)
      .then([event(CaseClassified, { caseId, previousKind: 'incident', ...other, case: digest })]);
  });

  it('may turn out to be of another kind', () => {
    const dueAt = { acknowledgementDueAt: later };
    on.when('ClassifyCase', { kind: 'complaint', category: 'service', ...dueAt }).then([
      event(CaseClassified, {
        caseId,
        previousKind: 'incident',
        category: 'service',
        ...dueAt,
        case: inStatus('open', { kind: 'complaint' }),
      }),
    ]);
    on.when('ClassifyCase', { category: 'service', ...dueAt }).thenRefused('not-a-complaint', '/acknowledgementDueAt');
    given(serviceCase, [internal])
      .when('ClassifyCase', { kind: 'question', category: 'service' })
      .thenRefused('customer-required', '/kind');
  });

  it('has its priority set', () => {
    const changed = event(CasePriorityChanged, { caseId, from: 'normal', to: 'urgent', reason: 'shop closed' });
    on.when('SetCasePriority', { priority: 'urgent', reason: 'shop closed' }).then([changed]);
    on.when('SetCasePriority', { priority: 'normal' }).thenNothing();
    given(serviceCase, [opened, changed]).when('SetCasePriority', { priority: 'urgent' }).thenNothing();
  });

  it('goes from owner to owner, and with a transfer to a team where nobody owns it', () => {
    const assigned = event(CaseAssigned, { caseId, to: 'ann', teamId: 'support' });
    const transferred = event(CaseTransferred, {
      caseId,
      from: 'support',
      to: 'network',
      ownerId: 'ann',
      reason: 'a fault of the line',
    });
    const transfer = { teamId: 'network', reason: 'a fault of the line' };
    on.when('AssignCase', { ownerId: 'ann', teamId: 'support' }).then([assigned]);
    const has = given(serviceCase, [opened, assigned]);
    has.when('AssignCase', { ownerId: 'ann' }).thenNothing();
    has
      .when('AssignCase', { ownerId: 'bob' })
      .then([event(CaseAssigned, { caseId, from: 'ann', to: 'bob', teamId: 'support' })]);
    has.when('TransferCase', transfer).then([transferred]);
    const gone = given(serviceCase, [opened, assigned, transferred]);
    gone.when('TransferCase', transfer).thenNothing();
    gone.when('AssignCase', { ownerId: 'ann' }).then([event(CaseAssigned, { caseId, to: 'ann', teamId: 'network' })]);
  });

  it('is acknowledged automatically once, which is no first response', () => {
    const acknowledged = event(CaseAutoAcknowledged, { caseId, at, templateId: 't1' });
    on.when('AutoAcknowledgeCase', { templateId: 't1' }).then([acknowledged]);
    const has = given(serviceCase, [opened, acknowledged]);
    has.when('AutoAcknowledgeCase', {}).thenNothing();
    has.when('AutoAcknowledgeCase', { templateId: 't2' }).thenRefused('case-acknowledged');
    has.when('RespondToCase', {}).then([firstResponded]);
  });

  it('is answered for the first time, and again', () => {
    on.when('RespondToCase', {}).then([firstResponded]);
    given(serviceCase, working)
      .when('RespondToCase', { by: 'bob', summary: 'sent a modem' })
      .then([event(CaseResponded, { caseId, at, by: 'bob', summary: 'sent a modem' })]);
    const unanswered = event(CaseResolved, { ...resolved.data, firstRespondedAt: undefined });
    given(serviceCase, [opened, unanswered])
      .when('RespondToCase', {})
      .then([event(CaseFirstResponded, { ...firstResponded.data, case: inStatus('resolved') })]);
  });

  it('takes notes and replies', () => {
    on.when('AddCaseNote', { visibility: 'public', text: 'x' }).then([
      event(CaseNoteAdded, { caseId, visibility: 'public', text: 'x' }),
    ]);
    on.when('RecordCustomerReply', { summary: 'the log' }).then([
      event(CustomerReplied, { caseId, at, summary: 'the log' }),
    ]);
    on.when('RecordCustomerReply', { contactId: 'p1' }).thenRefused('unknown-contact', '/contactId');
    on.when('RecordCustomerReply', { contactId: 'p1' }, { facts: { contact: person } }).then([
      event(CustomerReplied, { caseId, at, contactId: 'p1' }),
    ]);
  });

  it('is escalated upwards only', () => {
    const body = { level: 1, to: 'carol', reason: 'third time' };
    const escalated = event(CaseEscalated, { caseId, ...body, trigger: 'manual' });
    on.when('EscalateCase', body).then([escalated]);
    on.when('EscalateCase', { ...body, ruleId: 'r1' }).then([
      event(CaseEscalated, { caseId, ...body, trigger: 'rule', ruleId: 'r1' }),
    ]);
    const has = given(serviceCase, [opened, escalated]);
    has.when('EscalateCase', body).thenNothing();
    has.when('EscalateCase', { ...body, to: 'dave' }).thenRefused('escalation-level', '/level');
    has
      .when('EscalateCase', { ...body, level: 2 })
      .then([event(CaseEscalated, { caseId, ...body, level: 2, trigger: 'manual' })]);
    given(serviceCase, done).when('EscalateCase', body).thenRefused('case-resolved');
  });

  it('is linked to another case that is there', () => {
    const body = { linkedCaseId: 'a2', relation: 'caused-by' as const };
    const linked = given(serviceCase, [event(CaseOpened, { ...opened.data, caseId: 'a2' })]).state();
    const link = event(CasesLinked, { caseId, ...body });
    on.when('LinkCases', body, { facts: { linked } }).then([link]);
    given(serviceCase, [opened, link]).when('LinkCases', body, { facts: { linked } }).thenNothing();
    on.when('LinkCases', body, { facts: { linked: { status: 'none' } } }).thenRefused('unknown-case', '/linkedCaseId');
    on.when('LinkCases', { ...body, linkedCaseId: caseId }, { facts: { linked } }).thenRefused(
      'links-itself',
      '/linkedCaseId',
    );
    expect(serviceCase.facts!.LinkCases!({ data: body, meta: testMeta() }, serviceCase.initialState)).toEqual({
      linked: { aggregate: 'case', id: 'a2' },
    });
  });

  it('is diagnosed, and a solution proposed', () => {
    const diagnosed = event(DiagnosisRecorded, { caseId, path: ['no light'], articleIds: [] });
    const proposed = event(SolutionProposed, { caseId, solution: 'exchange it', articleId: 'kb-1' });
    on.when('RecordDiagnosis', { path: ['no light'] }).then([diagnosed]);
    on.when('ProposeSolution', { solution: 'exchange it', articleId: 'kb-1' }).then([proposed]);
    const has = given(serviceCase, [opened, diagnosed, proposed]);
    has.when('RecordDiagnosis', { path: ['no light'], articleIds: [] }).thenNothing();
    has.when('ProposeSolution', { solution: 'exchange it', articleId: 'kb-1' }).thenNothing();
    given(serviceCase, done).when('ProposeSolution', { solution: 'x' }).thenRefused('case-resolved');
  });
});

describe('the end of a case', () => {
  it('is resolved once, and says how often the customer had to ask', () => {
    given(serviceCase, working).when('ResolveCase', { resolutionCode: 'fixed' }).then([resolved]);
    given(serviceCase, [...working, event(CustomerReplied, { caseId, at })])
      .when('ResolveCase', { resolutionCode: 'fixed', by: 'bob' })
      .then([event(CaseResolved, { ...resolved.data, by: 'bob', customerContacts: 2 })]);
    given(serviceCase, working)
      .when('ResolveCase', { resolutionCode: 'fixed', note: 'A new cable' })
      .then([event(CaseResolved, { ...resolved.data, note: 'A new cable' })]);
    given(serviceCase, done).when('ResolveCase', { resolutionCode: 'fixed' }).thenNothing();
    given(serviceCase, [...done, confirmed])
      .when('ResolveCase', { resolutionCode: 'fixed' })
      .thenNothing();
    for (const more of [{ resolutionCode: 'else' }, { note: 'A new cable' }, { articleId: 'kb-1' }, { by: 'bob' }])
      given(serviceCase, done)
        .when('ResolveCase', { resolutionCode: 'fixed', ...more })
        .thenRefused('case-resolved');
  });

  it('is resolved without an answer before', () => {
    given(serviceCase, [opened])
      .when('ResolveCase', { resolutionCode: 'fixed' })
      .then([event(CaseResolved, { ...resolved.data, firstRespondedAt: undefined })]);
  });

  it('is confirmed by the customer', () => {
    given(serviceCase, done).when('ConfirmResolution', {}).then([confirmed]);
    given(serviceCase, done)
      .when('ConfirmResolution', { contactId: 'p1' }, { facts: { contact: person } })
      .then([event(ResolutionConfirmed, { ...confirmed.data, contactId: 'p1' })]);
    given(serviceCase, [...done, confirmed])
      .when('ConfirmResolution', {})
      .thenNothing();
    given(serviceCase, [...done, confirmed])
      .when('ConfirmResolution', { contactId: 'p1' })
      .thenRefused('resolution-confirmed');
    given(serviceCase, working).when('ConfirmResolution', {}).thenRefused('case-not-resolved');
    given(serviceCase, done)
      .when('ConfirmResolution', { contactId: 'p1' })
      .thenRefused('unknown-contact', '/contactId');
  });

  it('is rejected by the customer, who has then made contact again', () => {
    const rejected = event(ResolutionRejected, { caseId, reason: 'no', at, case: inStatus('responded') });
    given(serviceCase, done).when('RejectResolution', { reason: 'no' }).then([rejected]);
    const byPerson = { reason: 'no', contactId: 'p1' };
    given(serviceCase, done)
      .when('RejectResolution', byPerson, { facts: { contact: person } })
      .then([event(ResolutionRejected, { ...rejected.data, ...byPerson })]);
    given(serviceCase, done).when('RejectResolution', byPerson).thenRefused('unknown-contact', '/contactId');
    given(serviceCase, [...done, rejected])
      .when('ResolveCase', { resolutionCode: 'fixed' })
      .then([event(CaseResolved, { ...resolved.data, customerContacts: 2 })]);
    given(serviceCase, [...done, rejected])
      .when('RejectResolution', { reason: 'no' })
      .thenRefused('case-not-resolved');
    given(serviceCase, [...done, confirmed])
      .when('RejectResolution', { reason: 'no' })
      .thenRefused('resolution-confirmed');
  });

  it('is closed, resolved or for a reason', () => {
    given(serviceCase, done).when('CloseCase', {}).then([closed]);
    given(serviceCase, [...done, confirmed])
      .when('CloseCase', {})
      .then([closed]);
    given(serviceCase, working).when('CloseCase', { reason: 'Withdrawn' }).then([withdrawn]);
    given(serviceCase, working).when('CloseCase', {}).thenRefused('close-reason-required', '/reason');
    given(serviceCase, [...done, closed])
      .when('CloseCase', {})
      .thenNothing();
    given(serviceCase, [...working, withdrawn])
      .when('CloseCase', { reason: 'Withdrawn' })
      .thenNothing();
    given(serviceCase, [...done, closed])
      .when('CloseCase', { reason: 'Withdrawn' })
      .thenRefused('case-closed');
  });

  it('accepts only being reopened once it is closed', () => {
    const bodies = {
      ClassifyCase: { category: 'x' },
      SetCasePriority: { priority: 'low' },
      AssignCase: { ownerId: 'ann' },
      TransferCase: { teamId: 't', reason: 'r' },
      AutoAcknowledgeCase: {},
      RespondToCase: {},
      AddCaseNote: { visibility: 'internal', text: 'x' },
      RecordCustomerReply: {},
      EscalateCase: { level: 1, to: 'x', reason: 'r' },
      RecordDiagnosis: { path: ['x'] },
      ProposeSolution: { solution: 'x' },
      ResolveCase: { resolutionCode: 'fixed' },
      ConfirmResolution: {},
      RejectResolution: { reason: 'no' },
    } as const;
    for (const [name, body] of Object.entries(bodies))
      given(serviceCase, [...done, closed])
        .when(name as keyof typeof bodies, body as never)
        .thenRefused('case-closed');
  });

  it('is reopened from each of its ends, and counts how often', () => {
    const reopened = event(CaseReopened, {
      caseId,
      reason: 'it is back',
      from: 'closed',
      resolvedAt: at,
      at,
      reopenings: 1,
      case: inStatus('responded'),
    });
    const reopen = { reason: 'it is back' };
    given(serviceCase, [...done, closed])
      .when('ReopenCase', reopen)
      .then([reopened]);
    given(serviceCase, done)
      .when('ReopenCase', reopen)
      .then([event(CaseReopened, { ...reopened.data, from: 'resolved' })]);
    given(serviceCase, [...done, closed, reopened])
      .when('ResolveCase', { resolutionCode: 'fixed' }, { meta: { occurredAt: '2026-03-01T09:59:59.999Z' } })
      .thenRefused('before-last-change', '/occurredAt');
    given(serviceCase, [...done, confirmed])
      .when('ReopenCase', reopen)
      .then([event(CaseReopened, { ...reopened.data, from: 'confirmed' })]);
    given(serviceCase, [opened, withdrawn])
      .when('ReopenCase', reopen)
      .then([event(CaseReopened, { ...reopened.data, resolvedAt: undefined, case: digest })]);
    given(serviceCase, [...done, closed, reopened])
      .when('ReopenCase', reopen)
      .thenNothing();
    given(serviceCase, [...done, closed, reopened])
      .when('ReopenCase', { reason: 'another fault' })
      .thenRefused('case-open');
    given(serviceCase, [opened]).when('ReopenCase', reopen).thenNothing();
    given(serviceCase, [...done, closed, reopened])
      .when('ResolveCase', { resolutionCode: 'fixed' })
      .then([event(CaseResolved, { ...resolved.data, reopenings: 1 })]);
    given(serviceCase, [...done, closed, reopened])
      .when('CloseCase', { reason: 'Withdrawn' })
      .then([withdrawn]);
  });

  it('goes from status to status in order of time', () => {
    const meta = { occurredAt: '2026-02-15T10:00:00.000Z' };
    const refused = { code: 'before-last-change', field: '/occurredAt' };
    for (const [name, body] of [
      ['ConfirmResolution', {}],
      ['RejectResolution', { reason: 'no' }],
      ['ReopenCase', { reason: 'back' }],
      ['CloseCase', {}],
    ] as const)
      given(serviceCase, done)
        .when(name, body as never, { meta })
        .thenRefused(refused.code, refused.field);
    given(serviceCase, done)
      .when('RespondToCase', { by: 'ann' }, { meta })
      .then([event(CaseResponded, { caseId, at: meta.occurredAt, by: 'ann' })]);
  });
});
