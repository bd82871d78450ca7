import { describe, expect, it } from '@jest/globals';
import {
  BuyingRoleSet,
  ContactChannelAdded,
  ContactChannelInvalidated,
  ContactChannelVerified,
  ContactDeparted,
  ContactDetailsChanged,
  ContactLinkedToCustomer,
  ContactPreferenceSet,
  ContactRegistered,
  ContactUnlinkedFromCustomer,
  CustomerArchived,
  CustomerRegistered,
  derivedId,
  event,
  type ContactLinkedToCustomer as Linked,
} from '@touchstream/events';
import { customer } from '../customer/index.js';
import { commandContractOf, Refusal } from '../decider/index.js';
import { given, testMeta } from '../testing/index.js';
import { RegisterContact } from './commands.js';
import { contact } from './contact.js';
import { ensureContact } from './state.js';

const { now, commandId } = testMeta();
const contactId = 'a1';
const acme = event(CustomerRegistered, {
  customerId: 'acme',
  code: 'ACME',
  kind: 'business',
  name: 'Acme',
  country: 'US',
  phones: [],
  externalRefs: [],
  registeredAt: now,
});
const facts = { customer: given(customer, [acme]).state() };
const archived = {
  customer: given(customer, [acme, event(CustomerArchived, { customerId: 'acme', reason: 'x' })]).state(),
};

const registered = event(ContactRegistered, { contactId, customerIds: [], name: '王芳', registeredAt: now });
const noCard = { name: '王芳', channels: [], preferences: [] };
const linked = (customerId: string, over: Partial<Linked> = {}) =>
  event(ContactLinkedToCustomer, {
    contactId,
    customerIds: [customerId],
    customerId,
    isPrimary: true,
    primaryCustomerId: customerId,
    contact: noCard,
    ...over,
  });
const atAcme = linked('acme');
const atBoth = linked('bolt', { customerIds: ['acme', 'bolt'], isPrimary: false, primaryCustomerId: 'acme' });
const mobile = event(ContactChannelAdded, {
  contactId,
  customerIds: ['acme'],
  channelId: 'm',
  type: 'mobile',
  normalised: '+12025550143',
});
const mobileWithout = event(ContactChannelAdded, { ...mobile.data, customerIds: [] });

describe('a new contact', () => {
  it('is registered, linked and reached at once', () => {
    given(contact, [])
      .when(
        'RegisterContact',
        {
          name: '王芳',
          jobTitle: 'Buyer',
          customerId: 'acme',
          role: 'Purchasing',
          from: '2024-01-01',
          channels: [
            { type: 'phone', value: '(202) 555-0143', label: 'desk' },
            { type: 'email', value: ' Wang.Fang@ACME.Example ' },
            { type: 'im', value: 'wang' },
          ],
        },
        { facts },
      )
      .then([
        event(ContactRegistered, {
          contactId,
          customerIds: ['acme'],
          name: '王芳',
          jobTitle: 'Buyer',
          registeredAt: now,
        }),
        linked('acme', { role: 'Purchasing', from: '2024-01-01', contact: { ...noCard, jobTitle: 'Buyer' } }),
        ...[
          { type: 'phone' as const, normalised: '+12025550143', label: 'desk' },
          { type: 'email' as const, normalised: 'Wang.Fang@acme.example' },
          { type: 'im' as const, normalised: 'wang' },
        ].map((channel, at) =>
          event(ContactChannelAdded, {
            contactId,
            customerIds: ['acme'],
            channelId: derivedId(commandId, `channel/${at}`),
            ...channel,
          }),
        ),
      ]);
  });

  it('may belong to nobody, and is what the example of the documentation makes', () => {
    given(contact, []).when('RegisterContact', { name: '王芳' }).then([registered]);
    const events = given(contact, [])
      .when('RegisterContact', commandContractOf(RegisterContact).example as never)
      .decided();
    expect(events.map(one => one.type)).toEqual([
      'contact.registered',
      'contact.channel-added',
      'contact.channel-added',
    ]);
  });

  it('is refused where what is told cannot be', () => {
    const refused = (code: string, field: string | undefined, over: object, known: typeof facts = facts) =>
      given(contact, [])
        .when('RegisterContact', { name: '王芳', ...over }, { facts: known })
        .thenRefused(code, field);
    const nobody = { customer: customer.initialState };
    refused('unknown-customer', '/customerId', { customerId: 'acme' }, nobody);
    refused('customer-archived', '/customerId', { customerId: 'acme' }, archived);
    refused('link-without-customer', '/customerId', { role: 'Purchasing' });
    refused('link-without-customer', '/customerId', { from: '2024-01-01' });
    refused('phone-invalid', '/channels/0/value', { channels: [{ type: 'fax', value: 'x' }], country: 'DE' });
    refused('email-invalid', '/channels/0/value', { channels: [{ type: 'email', value: 'x' }] });
    refused('empty', '/channels/1/value', {
      channels: [
        { type: 'postal', value: 'x' },
        { type: 'im', value: ' ' },
      ],
    });
    given(contact, [registered]).when('RegisterContact', { name: 'B' }).thenRefused('contact-exists');
  });

  it('reads numbers as of its own country first', () => {
    const [, , added] = given(contact, [])
      .when(
        'RegisterContact',
        { name: 'B', country: 'DE', customerId: 'acme', channels: [{ type: 'phone', value: '030 1234567' }] },
        { facts },
      )
      .decided();
    expect(added).toMatchObject({ data: { normalised: '+49301234567' } });
  });
});

describe('the details of a contact', () => {
  it('change field by field', () => {
    given(contact, [registered, atAcme])
      .when('ChangeContactDetails', { name: '王小芳', language: 'zh', clear: ['title'] })
      .then([
        event(ContactDetailsChanged, {
          contactId,
          customerIds: ['acme'],
          changes: [
            { field: 'name', old: '王芳', new: '王小芳' },
            { field: 'language', old: null, new: 'zh' },
          ],
        }),
      ]);
  });

  it('stay where nothing changes, and refuse a contradiction', () => {
    given(contact, [registered])
      .when('ChangeContactDetails', { name: '王芳', clear: ['title'] })
      .thenNothing();
    given(contact, [registered])
      .when('ChangeContactDetails', { title: 'Dr.', clear: ['title'] })
      .thenRefused('set-and-cleared', '/clear/0');
  });

  it('are cleared', () => {
    const titled = event(ContactRegistered, { ...registered.data, title: 'Dr.' });
    const { state } = given(contact, [titled])
      .when('ChangeContactDetails', { clear: ['title'] })
      .then([
        event(ContactDetailsChanged, {
          contactId,
          customerIds: [],
          changes: [{ field: 'title', old: 'Dr.', new: null }],
        }),
      ]);
    expect(state).toEqual(given(contact, [registered]).state());
  });
});

describe('the links of a contact', () => {
  it('begin with the main one', () => {
    given(contact, [registered]).when('LinkToCustomer', { customerId: 'acme' }, { facts }).then([atAcme]);
    given(contact, [registered, atAcme]).when('LinkToCustomer', { customerId: 'bolt' }, { facts }).then([atBoth]);
    given(contact, [registered, atAcme])
      .when('LinkToCustomer', { customerId: 'bolt', isPrimary: true }, { facts })
      .then([linked('bolt', { customerIds: ['acme', 'bolt'] })]);
  });

  it('change in role, first day and rank; otherwise they stay', () => {
    const again = (data: object) =>
      given(contact, [registered, atAcme, atBoth]).when('LinkToCustomer', { customerId: 'bolt', ...data }, { facts });
    again({}).thenNothing();
    again({ isPrimary: false }).thenNothing();
    again({ role: 'Chair' }).then([event(ContactLinkedToCustomer, { ...atBoth.data, role: 'Chair' })]);
    again({ from: '2024-01-01' }).then([event(ContactLinkedToCustomer, { ...atBoth.data, from: '2024-01-01' })]);
    again({ isPrimary: true }).then([linked('bolt', { customerIds: ['acme', 'bolt'] })]);
    const chair = event(ContactLinkedToCustomer, { ...atBoth.data, role: 'Chair' });
    given(contact, [registered, atAcme, atBoth, chair])
      .when('LinkToCustomer', { customerId: 'bolt', from: '2024-01-01' }, { facts })
      .then([event(ContactLinkedToCustomer, { ...chair.data, from: '2024-01-01' })]);
  });

  it('carry the contact as it stands', () => {
    const history = [
      event(ContactRegistered, { ...registered.data, title: 'Dr.', language: 'zh', timezone: 'Asia/Shanghai' }),
      mobileWithout,
      event(ContactChannelInvalidated, { contactId, customerIds: [], channelId: 'm', type: 'mobile', reason: 'wrong' }),
      event(ContactPreferenceSet, { contactId, customerIds: [], key: 'time', value: 'mornings' }),
      event(BuyingRoleSet, { contactId, customerIds: [], role: 'buyer' }),
      event(BuyingRoleSet, { contactId, customerIds: [], opportunityId: 'o1', role: 'decider' }),
    ];
    given(contact, history)
      .when('LinkToCustomer', { customerId: 'acme' }, { facts })
      .then([
        linked('acme', {
          contact: {
            name: '王芳',
            title: 'Dr.',
            language: 'zh',
            timezone: 'Asia/Shanghai',
            channels: [
              { channelId: 'm', type: 'mobile', normalised: '+12025550143', verified: false, invalid: 'wrong' },
            ],
            preferences: [{ key: 'time', value: 'mornings' }],
            buyingRole: 'buyer',
            dealRoles: [{ opportunityId: 'o1', role: 'decider' }],
          },
        }),
      ]);
  });

  it('carry the parts in purchases that came last, as many as an event holds', () => {
    const roles = Array.from({ length: 501 }, (_, at) =>
      event(BuyingRoleSet, { contactId, customerIds: [], opportunityId: `o${at}`, role: 'user' }),
    );
    const [link] = given(contact, [registered, ...roles])
      .when('LinkToCustomer', { customerId: 'acme' }, { facts })
      .decided();
    const { dealRoles } = (link!.data as Linked).contact;
    expect([dealRoles?.length, dealRoles?.[0], dealRoles?.at(-1)]).toEqual([
      500,
      { opportunityId: 'o1', role: 'user' },
      { opportunityId: 'o500', role: 'user' },
    ]);
  });

  it('do not say how a channel was verified', () => {
    const channel = { channelId: 'm', type: 'mobile' as const };
    const verified = event(ContactChannelVerified, { ...channel, contactId, customerIds: [], method: 'code' });
    const { normalised } = mobile.data;
    given(contact, [registered, mobileWithout, verified])
      .when('LinkToCustomer', { customerId: 'acme' }, { facts })
      .then([linked('acme', { contact: { ...noCard, channels: [{ ...channel, normalised, verified: true }] } })]);
  });

  it('need a customer that takes on work', () => {
    const link = (known: object) =>
      given(contact, [registered]).when('LinkToCustomer', { customerId: 'acme' }, { facts: known });
    link({}).thenRefused('unknown-customer', '/customerId');
    link(archived).thenRefused('customer-archived', '/customerId');
  });

  it('are at most forty', () => {
    const many = Array.from({ length: 40 }, (_, at) => linked(`c${at}`));
    given(contact, [registered, ...many])
      .when('LinkToCustomer', { customerId: 'acme' }, { facts })
      .thenRefused('too-many-links');
    given(contact, [registered, ...many])
      .when('LinkToCustomer', { customerId: 'c7', role: 'Chair' }, { facts })
      .decided();
  });

  it('end, and the next oldest becomes the main one', () => {
    const both = [registered, atAcme, atBoth];
    const gone = { contactId, customerIds: ['acme', 'bolt'] };
    given(contact, both)
      .when('UnlinkFromCustomer', { customerId: 'acme', to: '2026-02-28' })
      .then([
        event(ContactUnlinkedFromCustomer, {
          ...gone,
          customerId: 'acme',
          isPrimary: true,
          primaryCustomerId: 'bolt',
          to: '2026-02-28',
        }),
      ]);
    const left = event(ContactDeparted, {
      ...gone,
      customerId: 'bolt',
      isPrimary: false,
      primaryCustomerId: 'acme',
      at: '2026-03-01',
    });
    given(contact, both).when('MarkDeparted', { customerId: 'bolt' }).then([left]);
    given(contact, [...both, left])
      .when('MarkDeparted', { customerId: 'acme', at: '2026-02-01' })
      .then([
        event(ContactDeparted, {
          contactId,
          customerIds: ['acme'],
          customerId: 'acme',
          isPrimary: true,
          at: '2026-02-01',
        }),
      ]);
    given(contact, [...both, left])
      .when('LinkToCustomer', { customerId: 'bolt' }, { facts })
      .then([atBoth]);
  });

  it('end once, and not before they began', () => {
    given(contact, [registered]).when('MarkDeparted', { customerId: 'acme' }).thenRefused('not-linked', '/customerId');
    given(contact, [registered, atAcme])
      .when('UnlinkFromCustomer', { customerId: 'bolt' })
      .thenRefused('not-linked', '/customerId');
    const since = linked('acme', { from: '2026-01-01' });
    given(contact, [registered, since])
      .when('UnlinkFromCustomer', { customerId: 'acme', to: '2025-12-31' })
      .thenRefused('ends-before-it-begins', '/to');
    given(contact, [registered, since])
      .when('MarkDeparted', { customerId: 'acme', at: '2025-12-31' })
      .thenRefused('ends-before-it-begins', '/at');
    const firstDay = given(contact, [registered, since]);
    for (const leaving of [
      firstDay.when('UnlinkFromCustomer', { customerId: 'acme', to: '2026-01-01' }),
      firstDay.when('MarkDeparted', { customerId: 'acme', at: '2026-01-01' }),
    ])
      expect(leaving.decided()).toHaveLength(1);
  });
});

describe('the channels of a contact', () => {
  it('are added in canonical form, with the country of whoever knows it', () => {
    const add = (value: string, over: object, history: Parameters<typeof given>[1], customerIds: string[] = []) =>
      given(contact, history)
        .when('AddChannel', { type: 'phone', value, ...over }, { facts })
        .then([
          event(ContactChannelAdded, {
            contactId,
            customerIds,
            channelId: derivedId(commandId, 'channel'),
            type: 'phone',
            normalised: '+12025550143',
          }),
        ]);
    const german = event(ContactRegistered, { ...registered.data, country: 'DE' });
    const american = event(ContactRegistered, { ...registered.data, country: 'US' });
    add('+1 202 555 0143', {}, [registered]);
    add('202 555 0143', { country: 'US' }, [german]);
    add('202 555 0143', {}, [american]);
    add('202 555 0143', {}, [registered, atAcme], ['acme']);
  });

  it('are read with the country of the main customer', () => {
    const factsOf = (history: readonly (typeof registered | typeof atAcme)[]) =>
      contact.facts!.AddChannel!(
        { data: { type: 'phone', value: '1' }, meta: testMeta() },
        given(contact, history).state(),
      );
    expect(factsOf([registered, atAcme])).toEqual({ customer: { aggregate: 'customer', id: 'acme' } });
    expect(factsOf([registered])).toEqual({ customer: undefined });
    expect(factsOf([])).toEqual({ customer: undefined });
  });

  it('stand once, until they are invalid', () => {
    const add = { type: 'mobile' as const, value: '+1 202 555 0143', label: 'private' };
    const invalidated = event(ContactChannelInvalidated, {
      contactId,
      customerIds: ['acme'],
      channelId: 'm',
      type: 'mobile',
      reason: 'wrong',
    });
    const history = [registered, atAcme, event(ContactChannelAdded, { ...mobile.data, label: 'private' })];
    const added = (over: object) => given(contact, history).when('AddChannel', { ...add, ...over });
    added({}).thenNothing();
    added({ label: undefined }).thenNothing();
    added({ channelId: 'm' }).thenNothing();
    added({ channelId: 'm', label: 'office' }).thenRefused('channel-exists', '/channelId');
    added({ channelId: 'n' }).thenRefused('channel-in-use', '/value');
    added({ label: 'office' }).thenRefused('channel-in-use', '/value');
    given(contact, history)
      .when('AddChannel', { channelId: 'm', type: 'email', value: 'a@b.example' })
      .thenRefused('channel-exists', '/channelId');
    given(contact, [...history, invalidated])
      .when('AddChannel', { ...add, channelId: 'n' })
      .then([event(ContactChannelAdded, { ...mobile.data, channelId: 'n', label: 'private' })]);
    given(contact, [...history, invalidated])
      .when('AddChannel', { ...add, channelId: 'm' })
      .thenNothing();
    given(contact, history)
      .when('AddChannel', { type: 'email', value: 'nobody' })
      .thenRefused('email-invalid', '/value');
    given(contact, history)
      .when('AddChannel', { type: 'fax', value: '202 555 0143' })
      .thenRefused('phone-country-unknown', '/value');
  });

  it('are at most a hundred', () => {
    const many = Array.from({ length: 100 }, (_, at) =>
      event(ContactChannelAdded, { ...mobileWithout.data, channelId: `m${at}` }),
    );
    given(contact, [registered, ...many])
      .when('AddChannel', { type: 'im', value: 'wang' })
      .thenRefused('too-many-channels');
  });

  it('are verified and found invalid, each once, and either after the other', () => {
    const channel = { contactId, customerIds: ['acme'], channelId: 'm', type: 'mobile' as const };
    const verified = event(ContactChannelVerified, { ...channel, method: 'code' });
    const invalidated = event(ContactChannelInvalidated, { ...channel, reason: 'bounce' });
    const history = [registered, atAcme, mobile];
    const verify = { channelId: 'm', method: 'code' };
    const invalidate = { channelId: 'm', reason: 'bounce' as const };
    given(contact, history).when('VerifyChannel', verify).then([verified]);
    given(contact, [...history, verified])
      .when('VerifyChannel', verify)
      .thenNothing();
    given(contact, [...history, verified])
      .when('VerifyChannel', { channelId: 'm' })
      .thenNothing();
    given(contact, [...history, verified])
      .when('VerifyChannel', { channelId: 'm', method: 'call' })
      .thenRefused('channel-verified', '/channelId');
    given(contact, [...history, verified, invalidated, event(ContactChannelVerified, channel)])
      .when('VerifyChannel', verify)
      .thenRefused('channel-verified', '/channelId');
    given(contact, [...history, verified])
      .when('MarkChannelInvalid', invalidate)
      .then([invalidated]);
    given(contact, [...history, invalidated])
      .when('MarkChannelInvalid', invalidate)
      .thenNothing();
    given(contact, [...history, invalidated])
      .when('MarkChannelInvalid', { channelId: 'm', reason: 'wrong' })
      .thenRefused('channel-invalid', '/channelId');
    given(contact, [...history, invalidated])
      .when('VerifyChannel', verify)
      .then([verified]);
    given(contact, [...history, verified, invalidated])
      .when('VerifyChannel', { channelId: 'm' })
      .decided();
    given(contact, history).when('VerifyChannel', { channelId: 'x' }).thenRefused('unknown-channel', '/channelId');
    given(contact, history)
      .when('VerifyChannel', { channelId: 'constructor' })
      .thenRefused('unknown-channel', '/channelId');
    given(contact, history)
      .when('MarkChannelInvalid', { ...invalidate, channelId: 'x' })
      .thenRefused('unknown-channel', '/channelId');
  });
});

describe('the wishes and parts of a contact', () => {
  it('are set and withdrawn', () => {
    const set = event(ContactPreferenceSet, { contactId, customerIds: [], key: 'time', value: 'mornings' });
    const withdrawn = event(ContactPreferenceSet, { contactId, customerIds: [], key: 'time' });
    given(contact, [registered]).when('SetPreference', { key: 'time', value: 'mornings' }).then([set]);
    given(contact, [registered, set]).when('SetPreference', { key: 'time', value: 'mornings' }).thenNothing();
    given(contact, [registered, set]).when('SetPreference', { key: 'time' }).then([withdrawn]);
    given(contact, [registered, set, withdrawn]).when('SetPreference', { key: 'time' }).thenNothing();
    const many = Array.from({ length: 100 }, (_, at) => event(ContactPreferenceSet, { ...set.data, key: `k${at}` }));
    given(contact, [registered, ...many])
      .when('SetPreference', { key: 'time', value: 'x' })
      .thenRefused('too-many-preferences');
    given(contact, [registered, ...many])
      .when('SetPreference', { key: 'k7', value: 'x' })
      .decided();
  });

  it('are set for all purchases, or for one', () => {
    const general = event(BuyingRoleSet, { contactId, customerIds: [], role: 'buyer' });
    const one = event(BuyingRoleSet, { contactId, customerIds: [], opportunityId: 'o1', role: 'buyer' });
    given(contact, [registered]).when('SetBuyingRole', { role: 'buyer' }).then([general]);
    given(contact, [registered, general]).when('SetBuyingRole', { role: 'buyer' }).thenNothing();
    given(contact, [registered, general]).when('SetBuyingRole', { opportunityId: 'o1', role: 'buyer' }).then([one]);
    given(contact, [registered, one]).when('SetBuyingRole', { opportunityId: 'o1', role: 'buyer' }).thenNothing();
  });
});

describe('an event of a contact', () => {
  const concerns = (history: readonly Parameters<typeof given>[1][number][], one: object) =>
    contact.customerId(given(contact, history).state(), one as never);

  it('concerns the customer a link is about, else the main one', () => {
    expect(concerns([registered, atAcme, atBoth], atBoth)).toBe('bolt');
    expect(concerns([registered, atAcme, atBoth, mobile], mobile)).toBe('acme');
    expect(concerns([registered], registered)).toBeUndefined();
    const named = event(ContactRegistered, { ...registered.data, customerIds: ['acme'] });
    expect(concerns([named], named)).toBe('acme');
    const left = event(ContactDeparted, {
      contactId,
      customerIds: ['acme'],
      customerId: 'acme',
      isPrimary: true,
      at: '2026-03-01',
    });
    expect(concerns([registered, atAcme, left], left)).toBe('acme');
    expect(concerns([registered, atAcme, left, mobileWithout], mobileWithout)).toBeUndefined();
  });

  it('needs the contact to be there, and not before it was', () => {
    const commands = Object.keys(contact.commands).filter(name => name !== 'RegisterContact');
    for (const name of commands as (keyof typeof contact.commands)[]) {
      given(contact, [])
        .when(name, {} as never)
        .thenRefused('unknown-contact');
      given(contact, [registered])
        .when(name, {} as never, { meta: { occurredAt: '2020-01-01T00:00:00.000Z' } })
        .thenRefused('before-beginning', '/occurredAt');
    }
    expect(() => ensureContact(undefined)).toThrow(Refusal);
    expect(() => ensureContact(contact.initialState, '/contactIds/0')).toThrow(
      expect.objectContaining({ kind: 'missing', code: 'unknown-contact', field: '/contactIds/0' }),
    );
    ensureContact(given(contact, [registered]).state());
  });
});
