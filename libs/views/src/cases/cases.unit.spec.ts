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
  ComplaintAcknowledged,
  ComplaintInvestigated,
  ComplaintNotUpheld,
  ComplaintReferredExternally,
  ComplaintUpheld,
  CorrectiveActionCompleted,
  CorrectiveActionPlanned,
  CustomerReplied,
  DiagnosisRecorded,
  RedressAccepted,
  RedressOffered,
  RedressRefused,
  ResolutionConfirmed,
  ResolutionRejected,
  SolutionProposed,
  type CaseDigest,
} from '@touchstream/events';
import { example, happened, viewSpec } from '../testing/index.js';
import { cases } from './cases.js';

const caseId = 'case-1';
const openedAt = '2026-02-01T10:00:00.000Z';
const at = '2026-02-02T10:00:00.000Z';
const opened = example(CaseOpened, { caseId, customerId: 'c1', openedAt });
const complained = example(CaseOpened, {
  caseId,
  kind: 'complaint',
  openedAt,
  acknowledgementDueAt: '2026-02-04T10:00:00.000Z',
});
const stands = (status: CaseDigest['status'], more: Partial<CaseDigest> = {}): CaseDigest => ({
  number: 'CASE-1042',
  kind: 'incident',
  status,
  subject: 'Line drops every evening',
  severity: 'high',
  priority: 'high',
  openedAt,
  ...more,
});
const complaintIs = (status: CaseDigest['status']) => stands(status, { kind: 'complaint' });
const resolved = example(CaseResolved, { caseId, at, case: stands('resolved') });
const closed = example(CaseClosed, { caseId, at, reason: 'Done', case: stands('closed') });

type History = Parameters<ReturnType<typeof viewSpec>['given']>[0];
const given = (...history: History) => viewSpec(cases).given([opened, ...history]);
const complaint = (...history: History) => viewSpec(cases).given([complained, ...history]);
const factsOf = (...history: History) => complaint(...history).document(caseId).complaint;

describe('the register of cases', () => {
  it('shows a case as it was opened', () => {
    viewSpec(cases)
      .given([happened(opened, { channel: 'email' })])
      .thenKeys([caseId])
      .thenDocument(caseId, {
        number: 'CASE-1042',
        kind: 'incident',
        status: 'open',
        channel: 'email',
        customerId: 'c1',
        contactId: 'p1',
        openedAt,
        customerContacts: 1,
        complaint: null,
      })
      .thenIndexed(caseId, {
        fields: { isOpen: true, ownerId: null, acknowledgementDueAt: null },
        lookups: { number: ['CASE-1042'], contact: ['p1'], order: ['o1'] },
        text: ['CASE-1042', 'Line drops every evening'],
      });
  });

  it('is classified, and may turn out to be a complaint', () => {
    const due = '2026-02-05T00:00:00.000Z';
    const classified = example(CaseClassified, { caseId, acknowledgementDueAt: due, case: complaintIs('open') });
    given(classified)
      .thenDocument(caseId, { kind: 'complaint', category: 'network', productId: 'dsl-50', cause: 'line' })
      .thenIndexed(caseId, { fields: { acknowledgementDueAt: due } });
  });

  it('goes from hand to hand', () => {
    const assigned = example(CaseAssigned, { caseId, to: 'ann', teamId: 'support' });
    given(assigned).thenDocument(caseId, { ownerId: 'ann', teamId: 'support' });
    given(assigned, example(CaseTransferred, { caseId, to: 'network' })).thenDocument(caseId, {
      ownerId: null,
      teamId: 'network',
    });
    given(
      example(CasePriorityChanged, { caseId, to: 'urgent' }),
      example(CaseEscalated, { caseId, level: 2, to: 'carol' }),
    ).thenDocument(caseId, { priority: 'urgent', escalationLevel: 2, escalatedTo: 'carol' });
  });

  it('counts answers and contacts; an automatic acknowledgement is no answer', () => {
    given(
      example(CaseAutoAcknowledged, { caseId, at }),
      example(CaseFirstResponded, { caseId, at, by: 'ann', case: stands('responded') }),
      example(CustomerReplied, { caseId, at: '2026-02-03T10:00:00.000Z' }),
      example(CaseResponded, { caseId, at: '2026-02-04T10:00:00.000Z' }),
      example(CaseNoteAdded, { caseId }),
    ).thenDocument(caseId, {
      status: 'responded',
      autoAcknowledgedAt: at,
      firstRespondedAt: at,
      firstRespondedBy: 'ann',
      lastResponseAt: '2026-02-04T10:00:00.000Z',
      responses: 2,
      customerContacts: 2,
      lastCustomerContactAt: '2026-02-03T10:00:00.000Z',
      notes: 1,
    });
  });

  it('keeps the last answer and contact, whatever is told later of those before', () => {
    const [before, last] = ['2026-02-03T10:00:00.000Z', '2026-02-04T10:00:00.000Z'];
    given(
      example(CaseFirstResponded, { caseId, at: last, case: stands('responded') }),
      example(CaseResponded, { caseId, at: before }),
      example(CustomerReplied, { caseId, at: last }),
      example(CustomerReplied, { caseId, at: before }),
    ).thenDocument(caseId, { lastResponseAt: last, responses: 2, lastCustomerContactAt: last, customerContacts: 3 });
  });

  it('keeps links, the diagnosis and the solution', () => {
    given(
      example(CasesLinked, { caseId, linkedCaseId: 'case-2', relation: 'related' }),
      example(CasesLinked, { caseId, linkedCaseId: 'case-2', relation: 'caused-by' }),
      example(CasesLinked, { caseId, linkedCaseId: 'case-2', relation: 'related' }),
      example(DiagnosisRecorded, { caseId }),
      example(SolutionProposed, { caseId }),
    ).thenDocument(caseId, {
      links: [
        { id: 'case-2', relation: 'related' },
        { id: 'case-2', relation: 'caused-by' },
      ],
      diagnosis: ['No light on the modem', 'Power supply dead'],
      proposedSolution: 'Exchange the power supply.',
    });
  });

  it('is resolved, confirmed and closed', () => {
    given(resolved).thenDocument(caseId, {
      status: 'resolved',
      resolution: { code: 'part-exchanged', articleId: 'kb-17', note: null, at, by: 'ann' },
    });
    given(resolved, example(ResolutionConfirmed, { caseId, at, case: stands('confirmed') }))
      .thenDocument(caseId, { status: 'confirmed', confirmedAt: at })
      .thenIndexed(caseId, { fields: { isOpen: false } });
    given(resolved, closed).thenDocument(caseId, { status: 'closed', closedAt: at, closeReason: 'Done' });
  });

  it('comes back', () => {
    const back = { resolution: null, status: 'responded' } as const;
    const answered = example(CaseFirstResponded, { caseId, at, case: stands('responded') });
    given(answered, resolved, example(ResolutionRejected, { caseId, at, case: stands('responded') })).thenDocument(
      caseId,
      {
        ...back,
        customerContacts: 2,
        lastCustomerContactAt: at,
      },
    );
    given(answered, resolved, closed, example(CaseReopened, { caseId, reopenings: 1, case: stands('responded') }))
      .thenDocument(caseId, { ...back, closedAt: null, closeReason: null, confirmedAt: null, reopenings: 1 })
      .thenIndexed(caseId, { fields: { isOpen: true } });
  });
});

describe('the register of complaints', () => {
  it('says what is still to be acknowledged, and by when', () => {
    complaint().thenIndexed(caseId, { fields: { acknowledgementDueAt: '2026-02-04T10:00:00.000Z' } });
    const acknowledged = example(ComplaintAcknowledged, { caseId, at, case: complaintIs('responded') });
    complaint(acknowledged).thenIndexed(caseId, { fields: { acknowledgementDueAt: null } });
    expect(factsOf(acknowledged)).toMatchObject({
      acknowledgedAt: at,
      acknowledgedBy: 'ann',
      decisionDueAt: '2026-04-26T10:00:00.000Z',
    });
  });

  it('awaits no acknowledgement of what is no complaint, or over', () => {
    const reclassified = example(CaseClassified, { caseId, case: stands('open', { kind: 'question' }) });
    complaint(reclassified).thenIndexed(caseId, { fields: { acknowledgementDueAt: null } });
    const ended = example(CaseClosed, { caseId, case: complaintIs('closed') });
    complaint(ended).thenIndexed(caseId, { fields: { acknowledgementDueAt: null } });
    const reopened = example(CaseReopened, { caseId, case: complaintIs('open') });
    complaint(ended, reopened).thenIndexed(caseId, { fields: { acknowledgementDueAt: '2026-02-04T10:00:00.000Z' } });
  });

  it('is investigated and decided; a decision may replace another', () => {
    const investigated = example(ComplaintInvestigated, { caseId, at });
    const upheld = example(ComplaintUpheld, { caseId, at, case: complaintIs('responded') });
    expect(factsOf(investigated, upheld)).toMatchObject({
      investigatedAt: at,
      responsibleUnit: 'billing',
      rootCause: 'billing-run',
      decision: 'upheld',
      decidedBy: 'ann',
    });
    const notUpheld = example(ComplaintNotUpheld, { caseId, case: complaintIs('responded') });
    expect(factsOf(investigated, upheld, notUpheld)).toMatchObject({
      decision: 'not-upheld',
      decisionReason: 'The two charges are for two months.',
      rootCause: 'billing-run',
    });
  });

  it('has the last redress offered, and the answer to it', () => {
    const offered = example(RedressOffered, { caseId, at });
    const value = { minor: 3_000, currency: 'EUR' };
    expect(factsOf(offered)?.redress).toEqual({
      kind: 'refund',
      value,
      description: 'The second charge.',
      state: 'offered',
      offeredAt: at,
      answeredAt: null,
    });
    const answeredAt = '2026-02-07T10:00:00.000Z';
    expect(factsOf(offered, example(RedressAccepted, { caseId, at: answeredAt }))?.redress).toMatchObject({
      state: 'accepted',
      value,
      description: 'The second charge.',
      answeredAt,
    });
    complaint(offered, example(RedressRefused, { caseId })).thenIndexed(caseId, { fields: { redress: 'refused' } });
  });

  it('has corrective actions, the next of them due', () => {
    const planned = (actionId: string, dueAt: string) => example(CorrectiveActionPlanned, { caseId, actionId, dueAt });
    const both = [planned('a1', '2026-04-01T00:00:00.000Z'), planned('a2', '2026-05-01T00:00:00.000Z')];
    complaint(...both).thenIndexed(caseId, { fields: { actionDueAt: '2026-04-01T00:00:00.000Z' } });
    const done = example(CorrectiveActionCompleted, { caseId, actionId: 'a1', at, outcome: 'Locked' });
    complaint(...both, done).thenIndexed(caseId, { fields: { actionDueAt: '2026-05-01T00:00:00.000Z' } });
    expect(factsOf(...both, done)?.actions[0]).toMatchObject({ completedAt: at, outcome: 'Locked' });
  });

  it('may go to a body outside', () => {
    const referred = example(ComplaintReferredExternally, { caseId, at, case: complaintIs('responded') });
    expect(factsOf(referred)?.referrals).toEqual([{ body: 'Financial Ombudsman', ref: 'FO-77', at }]);
  });
});
