import { describe, expect, it } from '@jest/globals';
import {
  AddressAdded,
  AddressChanged,
  AddressRemoved,
  compileValidator,
  CustomerArchived,
  CustomerClassified,
  CustomerOwnerAssigned,
  CustomerProfileChanged,
  CustomerRegistered,
  derivedId,
  event,
  FieldValueRestored,
  schemaOf,
  type CustomerRegistered as Registered,
  type FieldData,
} from '@touchstream/events';
import * as fc from 'fast-check';
import { commandContractOf } from '../decider/index.js';
import { given, testMeta } from '../testing/index.js';
import { customer } from './customer.js';
import { customerCode } from './identity.js';
import { ChangeCustomerProfile, RegisterCustomer } from './profile-commands.js';
import type { RegisteredCustomer } from './state.js';

const now = testMeta().now;
const registered = (over: Partial<Registered> = {}) =>
  event(CustomerRegistered, {
    customerId: 'a1',
    code: 'C-1',
    kind: 'business',
    name: 'Muster GmbH',
    country: 'DE',
    phones: ['+49301234567'],
    externalRefs: [],
    registeredAt: now,
    ...over,
  });
const archived = event(CustomerArchived, { customerId: 'a1', reason: 'dissolved' });
const berlin = { lines: ['Hauptstraße 5'], city: 'Berlin', postcode: '10115', country: 'DE' };
const added = event(AddressAdded, { customerId: 'a1', addressId: 'x', use: 'bill', address: berlin });

describe('a new customer', () => {
  it('is registered with numbers and amounts in canonical form', () => {
    given(customer, [])
      .when('RegisterCustomer', {
        code: 'ACME',
        kind: 'business',
        name: 'Acme',
        taxId: 'US-1',
        industry: 'technology',
        country: 'US',
        phones: ['(202) 555-0143', '+49 30 1234567', '202 555 0143'],
        annualRevenue: { amount: '12.5', currency: 'USD' },
        externalRefs: [{ system: 'erp', id: '4711' }],
      })
      .then([
        event(CustomerRegistered, {
          customerId: 'a1',
          code: 'ACME',
          kind: 'business',
          name: 'Acme',
          taxId: 'US-1',
          industry: 'technology',
          country: 'US',
          phones: ['+12025550143', '+49301234567'],
          annualRevenue: { amount: '12.50', currency: 'USD' },
          externalRefs: [{ system: 'erp', id: '4711' }],
          registeredAt: now,
        }),
      ]);
  });

  it('gets a code made from its id, addresses and an owner', () => {
    given(customer, [])
      .when('RegisterCustomer', {
        kind: 'person',
        name: '王芳',
        phones: ['030 1234567'],
        addresses: [
          { use: 'ship', address: { ...berlin, country: 'CH' } },
          { use: 'legal', address: berlin },
        ],
        ownerId: 'ann',
        teamId: 'north',
      })
      .then([
        event(CustomerRegistered, {
          customerId: 'a1',
          code: customerCode('a1'),
          kind: 'person',
          name: '王芳',
          phones: ['+49301234567'],
          externalRefs: [],
          registeredAt: now,
        }),
        event(AddressAdded, {
          customerId: 'a1',
          addressId: derivedId(testMeta().commandId, 'address/0'),
          use: 'ship',
          address: { ...berlin, country: 'CH' },
        }),
        event(AddressAdded, {
          customerId: 'a1',
          addressId: derivedId(testMeta().commandId, 'address/1'),
          use: 'legal',
          address: berlin,
        }),
        event(CustomerOwnerAssigned, { customerId: 'a1', to: 'ann', teamId: 'north' }),
      ]);
    expect(customerCode('a1')).toMatch(/^C-[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(customerCode('a1')).not.toBe(customerCode('a2'));
  });

  it('succeeds on an empty store with the example of the documentation', () => {
    const { example } = commandContractOf(RegisterCustomer);
    const events = given(customer, [])
      .when('RegisterCustomer', example as never)
      .decided();
    expect(events.map(one => one.type)).toEqual(['customer.registered', 'customer.owner-assigned']);
  });

  it('is refused where what is told cannot be', () => {
    const refused = (code: string, field: string | undefined, over: object) =>
      given(customer, [])
        .when('RegisterCustomer', { kind: 'business', name: 'Acme', ...over })
        .thenRefused(code, field);
    refused('phone-country-unknown', '/phones/0', { phones: ['030 1234567'] });
    refused('phone-invalid', '/phones/1', { phones: ['030 1234567', '1'], country: 'DE' });
    refused('team-without-owner', '/ownerId', { teamId: 'north' });
    const refs = [
      { system: 'erp', id: '1' },
      { system: 'erp', id: '2' },
    ];
    refused('duplicate-reference', '/externalRefs', { externalRefs: refs });
    given(customer, [registered()])
      .when('ChangeCustomerProfile', { externalRefs: refs })
      .thenRefused('duplicate-reference', '/externalRefs');
    given(customer, [registered()])
      .when('RegisterCustomer', { kind: 'business', name: 'Acme' })
      .thenRefused('customer-exists');
  });
});

describe('the unique values of a customer', () => {
  const claims = customer.claims!;
  const none = { status: 'absent' } as const;

  it('are its code, whatever the case, and its references', () => {
    const data = { kind: 'business', name: 'Acme', code: 'AcMe', externalRefs: [{ system: 'erp', id: 'X1' }] } as const;
    expect(claims.RegisterCustomer!({ data: data as never, meta: testMeta() }, none)).toEqual([
      { kind: 'customer-code', value: 'acme', field: '/code' },
      { kind: 'external-ref', value: 'erp:X1', field: '/externalRefs/0' },
    ]);
    const externalRefs = [
      { system: 'sap', id: 'de:1000' },
      { system: 'sap:de', id: '1000' },
    ];
    expect(claims.ChangeCustomerProfile!({ data: { externalRefs }, meta: testMeta() }, none)).toEqual([
      { kind: 'external-ref', value: 'sap:de:1000', field: '/externalRefs/0' },
      { kind: 'external-ref', value: 'sap%3Ade:1000', field: '/externalRefs/1' },
    ]);
    expect(claims.RegisterCustomer!({ data: { kind: 'person', name: 'Wang' }, meta: testMeta() }, none)).toEqual([
      { kind: 'customer-code', value: customerCode('a1').toLowerCase(), field: '/code' },
    ]);
    expect(claims.ChangeCustomerProfile!({ data: { name: 'B' }, meta: testMeta() }, none)).toEqual([]);
  });

  it('are held until they are given up', () => {
    const before = [registered({ code: 'AcMe', externalRefs: [{ system: 'erp', id: 'X1' }] })];
    const changed = event(CustomerProfileChanged, {
      customerId: 'a1',
      changes: [
        { field: 'code', old: 'AcMe', new: 'ACME-2' },
        { field: 'externalRefs', old: [{ system: 'erp', id: 'X1' }], new: [] },
      ],
    });
    const holds = (history: readonly Parameters<typeof given>[1][number][], kind: string, value: string) =>
      customer.holds!(given(customer, history).state(), { kind, value });
    expect(holds([], 'customer-code', 'acme')).toBe(false);
    expect(holds(before, 'customer-code', 'acme')).toBe(true);
    expect(holds(before, 'external-ref', 'erp:X1')).toBe(true);
    expect(holds(before, 'external-ref', 'acme')).toBe(false);
    expect(holds([...before, changed], 'customer-code', 'acme')).toBe(false);
    expect(holds([...before, changed], 'customer-code', 'acme-2')).toBe(true);
    expect(holds([...before, changed], 'external-ref', 'erp:X1')).toBe(false);
  });
});

describe('the profile of a customer', () => {
  it('changes field by field, and says what stood there before', () => {
    given(customer, [registered({ website: 'https://a.example' })])
      .when('ChangeCustomerProfile', {
        name: 'Muster AG',
        phones: ['030 99887766'],
        annualRevenue: { amount: '5', currency: 'EUR' },
        clear: ['website'],
      })
      .then([
        event(CustomerProfileChanged, {
          customerId: 'a1',
          changes: [
            { field: 'name', old: 'Muster GmbH', new: 'Muster AG' },
            { field: 'website', old: 'https://a.example', new: null },
            { field: 'phones', old: ['+49301234567'], new: ['+493099887766'] },
            { field: 'annualRevenue', old: null, new: { amount: '5.00', currency: 'EUR' } },
          ],
        }),
      ]);
  });

  it('reads numbers as of the new country, or of an address', () => {
    given(customer, [registered()])
      .when('ChangeCustomerProfile', { country: 'US', phones: ['(202) 555-0143'] })
      .then([
        event(CustomerProfileChanged, {
          customerId: 'a1',
          changes: [
            { field: 'country', old: 'DE', new: 'US' },
            { field: 'phones', old: ['+49301234567'], new: ['+12025550143'] },
          ],
        }),
      ]);
    given(customer, [registered({ country: undefined, phones: [] }), added])
      .when('ChangeCustomerProfile', { phones: ['030 1234567'] })
      .then([
        event(CustomerProfileChanged, {
          customerId: 'a1',
          changes: [{ field: 'phones', old: [], new: ['+49301234567'] }],
        }),
      ]);
  });

  it('stays where nothing changes', () => {
    const same = { name: 'Muster GmbH', phones: ['030 1234567'], clear: ['website' as const] };
    given(customer, [registered()]).when('ChangeCustomerProfile', same).thenNothing();
    given(customer, [registered()]).when('ChangeCustomerProfile', {}).thenNothing();
  });

  it('refuses what contradicts itself, what was before it, and what is archived', () => {
    const change = (data: object, history: readonly ReturnType<typeof registered>[] = [registered()]) =>
      given(customer, history).when('ChangeCustomerProfile', data);
    change({ taxId: 'x', clear: ['website', 'taxId'] }).thenRefused('set-and-cleared', '/clear/1');
    change({ phones: ['nope'] }).thenRefused('phone-invalid', '/phones/0');
    change({ name: 'B' }, []).thenRefused('unknown-customer');
    given(customer, [registered(), archived])
      .when('ChangeCustomerProfile', { name: 'B' })
      .thenRefused('customer-archived');
    given(customer, [registered()])
      .when('ChangeCustomerProfile', { name: 'B' }, { meta: { occurredAt: '2026-03-01T09:59:59.999Z' } })
      .thenRefused('before-beginning', '/occurredAt');
  });
});

describe('a field of a customer', () => {
  const restore = (field: string, value: unknown) => ({ field, value, fromEventId: 'e1' }) as never;
  const changed = (field: string, old: FieldData, value: FieldData) =>
    event(CustomerProfileChanged, { customerId: 'a1', changes: [{ field, old, new: value }] });

  it('gets an earlier value back', () => {
    given(customer, [registered({ employees: 7 }), changed('employees', 7, 10)])
      .when('RestoreFieldValue', restore('employees', 7))
      .then([
        event(FieldValueRestored, { customerId: 'a1', field: 'employees', old: 10, value: 7, fromEventId: 'e1' }),
      ]);
    given(customer, [registered(), event(CustomerClassified, { customerId: 'a1', industry: 'steel' })])
      .when('RestoreFieldValue', restore('industry', null))
      .then([
        event(FieldValueRestored, {
          customerId: 'a1',
          field: 'industry',
          old: 'steel',
          value: null,
          fromEventId: 'e1',
        }),
      ]);
  });

  it('gets back one of the last twenty values that it had', () => {
    const history = [
      registered({ employees: 0 }),
      ...Array.from({ length: 21 }, (_, at) => changed('employees', at, at + 1)),
    ];
    const back = (value: number) => given(customer, history).when('RestoreFieldValue', restore('employees', value));
    back(0).thenRefused('not-an-earlier-value', '/value');
    back(1).then([
      event(FieldValueRestored, { customerId: 'a1', field: 'employees', old: 21, value: 1, fromEventId: 'e1' }),
    ]);
  });

  it('gets no value that it did not have', () => {
    const history = [registered({ employees: 7, industry: 'steel' }), changed('employees', 7, 10)];
    const refused = (field: string, value: unknown) =>
      given(customer, history)
        .when('RestoreFieldValue', restore(field, value))
        .thenRefused('not-an-earlier-value', '/value');
    refused('employees', 8);
    refused('employees', null);
    refused('name', 'Never So Called');
    refused('industry', null);
    const back = event(FieldValueRestored, {
      customerId: 'a1',
      field: 'employees',
      old: 10,
      value: 7,
      fromEventId: 'e1',
    });
    given(customer, [...history, back])
      .when('RestoreFieldValue', restore('employees', 10))
      .then([event(FieldValueRestored, { ...back.data, old: 7, value: 10 })]);
  });

  it('stays where it has the value', () => {
    given(customer, [registered()]).when('RestoreFieldValue', restore('name', 'Muster GmbH')).thenNothing();
    given(customer, [registered()]).when('RestoreFieldValue', restore('segment', null)).thenNothing();
  });

  it('takes no value that it never could have had', () => {
    const refused = (field: string, value: unknown, code: string, pointer: string) =>
      given(customer, [registered()]).when('RestoreFieldValue', restore(field, value)).thenRefused(code, pointer);
    refused('employees', 'many', 'field-value', '/value');
    refused('country', 'XX', 'field-value', '/value');
    refused('annualRevenue', { amount: '1.234', currency: 'EUR' }, 'field-value', '/value');
    refused('annualRevenue', { amount: '1', currency: 'XXY' }, 'field-value', '/value/currency');
    refused('phones', ['+49'], 'phone-invalid', '/value/0');
    refused('name', null, 'field-required', '/value');
    refused('phones', null, 'field-required', '/value');
    refused('segment', 5, 'field-value', '/value');
  });

  it('stands as before after any change of it was taken back', () => {
    const valid = compileValidator(schemaOf(ChangeCustomerProfile));
    const text = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
    const change = fc.record(
      {
        name: text,
        taxId: text,
        country: fc.constantFrom('DE', 'US', 'CN'),
        employees: fc.nat(1000),
        phones: fc.uniqueArray(fc.constantFrom('+12025550143', '+49301234567', '+861012345678')),
        annualRevenue: fc.record({
          amount: fc.nat(10_000).map(n => (n / 100).toFixed(2)),
          currency: fc.constantFrom('EUR', 'USD'),
        }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(change, change, (first, second) => {
        fc.pre(valid(first).length === 0 && valid(second).length === 0);
        const start = [registered(), ...given(customer, [registered()]).when('ChangeCustomerProfile', first).decided()];
        const changes = given(customer, start).when('ChangeCustomerProfile', second).decided();
        const history = [...start, ...changes];
        for (const one of changes as readonly { data: CustomerProfileChanged }[])
          for (const { field, old } of one.data.changes)
            history.push(...given(customer, history).when('RestoreFieldValue', restore(field, old)).decided());
        const { former } = given(customer, history).state() as RegisteredCustomer;
        expect(given(customer, history).state()).toEqual({ ...given(customer, start).state(), former });
      }),
      { numRuns: 100 },
    );
  });
});

describe('the classification of a customer', () => {
  it('keeps what is not told anew', () => {
    given(customer, [registered({ industry: 'steel' })])
      .when('ClassifyCustomer', { segment: 'key', region: 'north' })
      .then([event(CustomerClassified, { customerId: 'a1', industry: 'steel', segment: 'key', region: 'north' })]);
    given(customer, [registered({ industry: 'steel' })])
      .when('ClassifyCustomer', { type: 'maker', clear: ['industry'] })
      .then([event(CustomerClassified, { customerId: 'a1', type: 'maker' })]);
  });

  it('stays where nothing changes, and refuses a contradiction', () => {
    const history = [registered({ industry: 'steel' })];
    given(customer, history)
      .when('ClassifyCustomer', { industry: 'steel', clear: ['segment'] })
      .thenNothing();
    given(customer, history)
      .when('ClassifyCustomer', { industry: 'wood', clear: ['industry'] })
      .thenRefused('set-and-cleared', '/clear/0');
  });
});

describe('the addresses of a customer', () => {
  it('are added, once under one id', () => {
    given(customer, [registered()])
      .when('AddAddress', { use: 'bill', address: berlin })
      .then([
        event(AddressAdded, {
          customerId: 'a1',
          addressId: derivedId(testMeta().commandId, 'address'),
          use: 'bill',
          address: berlin,
        }),
      ]);
    given(customer, [registered(), added])
      .when('AddAddress', { addressId: 'x', use: 'bill', address: berlin })
      .thenNothing();
    given(customer, [registered(), added])
      .when('AddAddress', { addressId: 'x', use: 'ship', address: berlin })
      .thenRefused('address-exists', '/addressId');
  });

  it('are at most a hundred', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => event(AddressAdded, { ...added.data, addressId: `x${at}` }));
    given(customer, [registered(), ...hundred])
      .when('AddAddress', { use: 'bill', address: berlin })
      .thenRefused('too-many-addresses');
  });

  it('change, and say what was before', () => {
    const { postcode: _, ...noPostcode } = berlin;
    given(customer, [registered(), added])
      .when('ChangeAddress', { addressId: 'x', use: 'ship', address: noPostcode })
      .then([
        event(AddressChanged, {
          customerId: 'a1',
          addressId: 'x',
          use: 'ship',
          address: noPostcode,
          changes: [
            { field: 'use', old: 'bill', new: 'ship' },
            { field: 'postcode', old: '10115', new: null },
          ],
        }),
      ]);
    given(customer, [registered(), added]).when('ChangeAddress', { addressId: 'x', address: berlin }).thenNothing();
    given(customer, [registered(), added])
      .when('ChangeAddress', { addressId: 'constructor', use: 'ship' })
      .thenRefused('unknown-address', '/addressId');
  });

  it('are removed, and are gone then', () => {
    const { state } = given(customer, [registered(), added])
      .when('RemoveAddress', { addressId: 'x' })
      .then([event(AddressRemoved, { customerId: 'a1', addressId: 'x', use: 'bill' })]);
    expect(state).toEqual(given(customer, [registered()]).state());
    given(customer, [registered()])
      .when('RemoveAddress', { addressId: 'x' })
      .thenRefused('unknown-address', '/addressId');
  });
});
