import { describe, expect, it } from '@jest/globals';
import {
  ContactLinkedToCustomer,
  ContactRegistered,
  CostToServeRecorded,
  CustomerArchived,
  CustomerRegistered,
  derivedId,
  DocumentAttached,
  event,
  InteractionCorrected,
  InteractionLogged,
  VisitorIdentified,
  WebVisitRecorded,
  type InteractionLogged as Logged,
} from '@touchstream/events';
import { contact } from '../contact/index.js';
import { customer } from '../customer/index.js';
import { commandContractOf } from '../decider/index.js';
import { given, testMeta } from '../testing/index.js';
import { RecordWebVisit } from './commands.js';
import { interaction } from './interaction.js';
import type { InteractionFacts } from './state.js';

const { now, commandId } = testMeta();
const earlier = '2026-02-01T08:00:00.000Z';
const interactionId = 'a1';
const eur = (amount: string) => ({ amount, currency: 'EUR' });

const acme = event(CustomerRegistered, {
  customerId: 'acme',
  code: 'ACME',
  kind: 'business',
  name: 'Acme',
  phones: [],
  externalRefs: [],
  registeredAt: earlier,
});
const wang = event(ContactRegistered, { contactId: 'wang', customerIds: [], name: '王芳', registeredAt: earlier });
const wangAtAcme = event(ContactLinkedToCustomer, {
  contactId: 'wang',
  customerIds: ['acme'],
  customerId: 'acme',
  isPrimary: true,
  primaryCustomerId: 'acme',
  contact: { name: '王芳', channels: [], preferences: [] },
});
const facts = {
  customer: given(customer, [acme]).state(),
  'contact/wang': given(contact, [wang, wangAtAcme]).state(),
  'contact/lone': given(contact, [wang]).state(),
  'contact/none': contact.initialState,
};
const archived = given(customer, [acme, event(CustomerArchived, { customerId: 'acme', reason: 'x' })]).state();

const log = { customerId: 'acme', direction: 'outbound' as const, subject: 'Plant tour' };
const logged = (over: Partial<Logged> = {}) =>
  event(InteractionLogged, {
    interactionId,
    ...log,
    contactIds: [],
    ownerId: 'ann',
    channel: 'visit',
    startedAt: now,
    concessions: [],
    relatedTo: [],
    ...over,
  });
const visit = event(WebVisitRecorded, { interactionId, anonymousId: 'v1', pages: [{ url: '/' }], startedAt: now });
const byVisit = { facts, meta: { channel: 'visit' as const } };

describe('an interaction', () => {
  it('is logged with what goes without saying', () => {
    given(interaction, []).when('LogInteraction', log, byVisit).then([logged()]);
  });

  it('is logged as of when it began, with amounts in canonical form and each contact once', () => {
    given(interaction, [])
      .when(
        'LogInteraction',
        {
          ...log,
          contactIds: ['wang', 'lone', 'wang'],
          ownerId: 'bob',
          durationMin: 90,
          summary: 'They plan\na second line.',
          cost: eur('120'),
          concessions: [
            { type: 'discount', value: eur('5.5') },
            { type: 'gift', note: 'a pen' },
          ],
          relatedTo: [{ kind: 'opportunity', id: 'o1' }],
        },
        { facts, meta: { channel: 'fair', occurredAt: earlier } },
      )
      .then([
        logged({
          contactIds: ['wang', 'lone'],
          ownerId: 'bob',
          channel: 'fair',
          startedAt: earlier,
          durationMin: 90,
          summary: 'They plan\na second line.',
          cost: eur('120.00'),
          concessions: [
            { type: 'discount', value: eur('5.50') },
            { type: 'gift', note: 'a pen' },
          ],
          relatedTo: [{ kind: 'opportunity', id: 'o1' }],
        }),
      ]);
  });

  it('needs a channel, a customer that takes on work, and contacts that are there', () => {
    const refused = (code: string, field: string, over: object, known: InteractionFacts = facts) =>
      given(interaction, [])
        .when('LogInteraction', { ...log, ...over }, { ...byVisit, facts: known })
        .thenRefused(code, field);
    refused('unknown-customer', '/customerId', {}, {});
    refused('unknown-customer', '/customerId', {}, { customer: customer.initialState });
    refused('customer-archived', '/customerId', {}, { customer: archived });
    refused('unknown-contact', '/contactIds/1', { contactIds: ['wang', 'none'] });
    refused('unknown-contact', '/contactIds/0', { contactIds: ['other'] });
    given(interaction, []).when('LogInteraction', log, { facts }).thenRefused('channel-required', '/channel');
    given(interaction, [logged()]).when('LogInteraction', log, byVisit).thenRefused('interaction-exists');
  });
});

describe('a correction', () => {
  const correct = (corrected: object, history: readonly ReturnType<typeof logged>[] = [logged({ place: 'Berlin' })]) =>
    given(interaction, history).when('CorrectInteraction', { corrected, reason: 'mistyped' }, { facts });

  it('says what was and what is', () => {
    correct({
      contactIds: ['wang'],
      channel: 'fair',
      startedAt: earlier,
      durationMin: 60,
      cost: eur('1'),
      concessions: [{ type: 'refund', value: eur('2') }],
      clear: ['place'],
    }).then([
      event(InteractionCorrected, {
        interactionId,
        customerId: 'acme',
        changes: [
          { field: 'contactIds', old: [], new: ['wang'] },
          { field: 'channel', old: 'visit', new: 'fair' },
          { field: 'place', old: 'Berlin', new: null },
          { field: 'startedAt', old: now, new: earlier },
          { field: 'durationMin', old: null, new: 60 },
          { field: 'cost', old: null, new: eur('1.00') },
          { field: 'concessions', old: [], new: [{ type: 'refund', value: eur('2.00') }] },
        ],
        reason: 'mistyped',
      }),
    ]);
  });

  it('builds on the one before', () => {
    const first = event(InteractionCorrected, {
      interactionId,
      customerId: 'acme',
      changes: [{ field: 'durationMin', old: null, new: 60 }],
      reason: 'mistyped',
    });
    given(interaction, [logged(), first])
      .when('CorrectInteraction', { corrected: { durationMin: 60 }, reason: 'again' }, { facts })
      .thenNothing();
    given(interaction, [logged(), first])
      .when('CorrectInteraction', { corrected: { clear: ['durationMin'] }, reason: 'unknown' }, { facts })
      .then([
        event(InteractionCorrected, {
          interactionId,
          customerId: 'acme',
          changes: [{ field: 'durationMin', old: 60, new: null }],
          reason: 'unknown',
        }),
      ]);
  });

  it('is nothing where nothing was wrong', () => {
    correct({}).thenNothing();
    correct({ subject: 'Plant tour', place: 'Berlin', clear: ['summary'] }).thenNothing();
  });

  it('is refused where it contradicts itself or cannot be', () => {
    correct({ place: 'Bonn', clear: ['summary', 'place'] }).thenRefused('set-and-cleared', '/corrected/clear/1');
    correct({ startedAt: '2026-03-01T10:00:00.001Z' }).thenRefused('in-the-future', '/corrected/startedAt');
    correct({ contactIds: ['none'] }).thenRefused('unknown-contact', '/corrected/contactIds/0');
    correct({ subject: 'x' }, []).thenRefused('unknown-interaction');
    given(interaction, [visit])
      .when('CorrectInteraction', { corrected: { subject: 'x' }, reason: 'mistyped' }, { facts })
      .thenRefused('not-logged');
    given(interaction, [logged()])
      .when('CorrectInteraction', { corrected: { subject: 'x' }, reason: 'y' }, { meta: { occurredAt: earlier } })
      .thenRefused('before-beginning', '/occurredAt');
  });
});

describe('a document', () => {
  const document = { name: 'minutes.pdf', hash: 'ab'.repeat(32), size: 10, mime: 'application/pdf' };
  const attached = event(DocumentAttached, { interactionId, customerId: 'acme', docId: 'd1', ...document });

  it('is attached once under one id', () => {
    const attach = (over: object = {}) =>
      given(interaction, [logged(), attached]).when('AttachDocument', { docId: 'd1', ...document, ...over });
    given(interaction, [logged()])
      .when('AttachDocument', { docId: 'd1', ...document })
      .then([attached]);
    attach().thenNothing();
    for (const other of [{ hash: 'cd'.repeat(32) }, { name: 'other.pdf' }, { size: 7 }, { mime: 'text/plain' }])
      attach(other).thenRefused('document-exists', '/docId');
    attach({ docId: undefined }).then([
      event(DocumentAttached, { ...attached.data, docId: derivedId(commandId, 'document') }),
    ]);
  });

  it('has a media type, and is one of at most two hundred', () => {
    for (const mime of ['pdf', 'application/', 'text/plain; charset=utf-8'])
      given(interaction, [logged()])
        .when('AttachDocument', { ...document, mime })
        .thenRefused('mime-invalid', '/mime');
    const many = Array.from({ length: 200 }, (_, at) => event(DocumentAttached, { ...attached.data, docId: `x${at}` }));
    given(interaction, [logged(), ...many])
      .when('AttachDocument', { docId: 'd1', ...document })
      .thenRefused('too-many-documents');
  });

  it('may belong to a visit of nobody known', () => {
    const { customerId: _, ...anonymous } = attached.data;
    given(interaction, [visit])
      .when('AttachDocument', { docId: 'd1', ...document })
      .then([event(DocumentAttached, anonymous)]);
  });
});

describe('the cost to serve', () => {
  const cost = { kind: 'travel' as const, amount: eur('86.4'), basis: '288 km' };
  const recorded = event(CostToServeRecorded, {
    interactionId,
    customerId: 'acme',
    ...cost,
    amount: eur('86.40'),
  });

  it('is recorded as often as it arises', () => {
    given(interaction, [logged()]).when('RecordCostToServe', cost).then([recorded]);
    given(interaction, [logged(), recorded]).when('RecordCostToServe', cost).then([recorded]);
  });

  it('needs a customer that was served', () => {
    given(interaction, [visit]).when('RecordCostToServe', cost).thenRefused('no-customer');
  });
});

describe('a visit of our pages', () => {
  const pages = [{ url: '/' }];
  const record = { anonymousId: 'v1', pages };

  it('is recorded, of whoever it is', () => {
    given(interaction, []).when('RecordWebVisit', record, { facts }).then([visit]);
    given(interaction, [])
      .when('RecordWebVisit', { ...record, contactId: 'wang', referrer: '/x' }, { facts })
      .then([event(WebVisitRecorded, { ...visit.data, contactId: 'wang', customerId: 'acme', referrer: '/x' })]);
    given(interaction, [])
      .when('RecordWebVisit', { ...record, contactId: 'lone' }, { facts })
      .then([event(WebVisitRecorded, { ...visit.data, contactId: 'lone' })]);
    given(interaction, [])
      .when('RecordWebVisit', { ...record, contactId: 'lone', customerId: 'acme' }, { facts })
      .then([event(WebVisitRecorded, { ...visit.data, contactId: 'lone', customerId: 'acme' })]);
    given(interaction, [])
      .when('RecordWebVisit', { ...record, customerId: 'acme' }, { facts })
      .then([event(WebVisitRecorded, { ...visit.data, customerId: 'acme' })]);
  });

  it('succeeds on an empty store with the example of the documentation', () => {
    const { occurredAt: _, channel: __, ...example } = commandContractOf(RecordWebVisit).example;
    const events = given(interaction, [])
      .when('RecordWebVisit', example as never)
      .decided();
    expect(events.map(one => one.type)).toEqual(['interaction.web-visit-recorded']);
  });

  it('is of a contact and a customer that are there', () => {
    const refused = (code: string, field: string, over: object, known: InteractionFacts = facts) =>
      given(interaction, [])
        .when('RecordWebVisit', { ...record, ...over }, { facts: known })
        .thenRefused(code, field);
    refused('unknown-contact', '/contactId', { contactId: 'none' });
    refused('customer-archived', '/customerId', { customerId: 'acme' }, { customer: archived });
    refused(
      'unknown-customer',
      '/customerId',
      { contactId: 'wang', customerId: 'x' },
      { ...facts, customer: undefined },
    );
    given(interaction, [visit]).when('RecordWebVisit', record, { facts }).thenRefused('interaction-exists');
  });

  it('gets a name later, and another where that was wrong', () => {
    const asWang = event(VisitorIdentified, {
      interactionId,
      anonymousId: 'v1',
      contactId: 'wang',
      customerId: 'acme',
      startedAt: now,
      identifiedAt: now,
    });
    const identify = (contactId: string, history: readonly (typeof visit | typeof asWang)[]) =>
      given(interaction, history).when('IdentifyVisitor', { contactId }, { facts });
    identify('wang', [visit]).then([asWang]);
    identify('wang', [visit, asWang]).thenNothing();
    const atArchived = (history: readonly (typeof visit | typeof asWang)[]) =>
      given(interaction, history).when(
        'IdentifyVisitor',
        { contactId: 'wang', customerId: 'acme' },
        { facts: { ...facts, customer: archived } },
      );
    atArchived([visit, asWang]).thenNothing();
    atArchived([visit]).thenRefused('customer-archived', '/customerId');
    identify('lone', [visit, asWang]).then([
      event(VisitorIdentified, {
        interactionId,
        anonymousId: 'v1',
        contactId: 'lone',
        formerContactId: 'wang',
        formerCustomerId: 'acme',
        startedAt: now,
        identifiedAt: now,
      }),
    ]);
    const later = (identifiedAt: string | undefined) => event(VisitorIdentified, { ...asWang.data, identifiedAt });
    identify('lone', [visit, later('2026-03-01T10:00:00.001Z')]).thenRefused('before-last-change', '/occurredAt');
    expect(identify('lone', [visit, later(undefined)]).decided()).toHaveLength(1);
    identify('none', [visit]).thenRefused('unknown-contact', '/contactId');
    given(interaction, [logged()]).when('IdentifyVisitor', { contactId: 'wang' }, { facts }).thenRefused('not-a-visit');
  });
});

describe('what an interaction looks at', () => {
  const none = interaction.initialState;
  const meta = testMeta();
  const ofWang = { 'contact/wang': { aggregate: 'contact', id: 'wang' } };
  const ofAcme = { customer: { aggregate: 'customer', id: 'acme' } };

  it('is the customer and the contacts that the command names', () => {
    const { LogInteraction, CorrectInteraction, RecordWebVisit: record, IdentifyVisitor } = interaction.facts!;
    expect(LogInteraction!({ data: { ...log, contactIds: ['wang'] }, meta }, none)).toEqual({ ...ofAcme, ...ofWang });
    expect(LogInteraction!({ data: log, meta }, none)).toEqual(ofAcme);
    expect(CorrectInteraction!({ data: { corrected: { contactIds: ['wang'] }, reason: 'x' }, meta }, none)).toEqual({
      ...ofWang,
      customer: undefined,
    });
    expect(record!({ data: { anonymousId: 'v', pages: [] }, meta }, none)).toEqual({ customer: undefined });
    expect(IdentifyVisitor!({ data: { contactId: 'wang', customerId: 'acme' }, meta }, none)).toEqual({
      ...ofAcme,
      ...ofWang,
    });
  });

  it('does not change whom its events concern', () => {
    const concerned = (one: object) => interaction.customerId(none, one as never);
    expect(concerned(logged())).toBe('acme');
    expect(concerned(visit)).toBeUndefined();
  });
});
