import {
  Change,
  Choice,
  Country,
  Email,
  EventContract,
  FieldValue,
  Id,
  Instant,
  ListOf,
  Money,
  Nested,
  Optional,
  Personal,
  PhoneNumberList,
  Text,
  Whole,
  type FieldData,
} from '../contract/index.js';
import {
  addressUses,
  customerKinds,
  ExternalRef,
  PostalAddress,
  restorableFields,
  type AddressUse,
  type CustomerKind,
  type RestorableField,
} from './values.js';

const customerId = '0197f000-0000-7000-8000-000000000001';
const address = { lines: ['Hauptstraße 5'], city: 'Berlin', postcode: '10115', country: 'DE' };

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer was entered.',
  example: {
    customerId,
    code: 'C-1001',
    kind: 'business',
    name: 'Muster GmbH',
    taxId: 'DE123456789',
    industry: 'machinery',
    country: 'DE',
    website: 'https://muster.example',
    email: 'info@muster.example',
    phones: ['+49301234567'],
    employees: 250,
    annualRevenue: { amount: '42000000.00', currency: 'EUR' },
    foundedYear: 1987,
    externalRefs: [{ system: 'erp', id: '4711' }],
    registeredAt: '2026-03-01T10:00:00.000Z',
  },
})
export class CustomerRegistered {
  static readonly type = 'customer.registered';
  @Id() customerId!: string;
  /** What people call the customer by; unique, whatever the case of its letters. */
  @Id() code!: string;
  @Choice(customerKinds) kind!: CustomerKind;
  @Personal() @Text(200) name!: string;
  @Personal() @Optional() @Text(50) taxId?: string;
  @Optional() @Text(100) industry?: string;
  /** Where the customer is at home; numbers written without a country are read as of this one. */
  @Optional() @Country() country?: string;
  @Optional() @Text(300) website?: string;
  @Personal() @Optional() @Email() email?: string;
  @Personal() @PhoneNumberList({ max: 20 }) phones!: string[];
  @Optional() @Whole(0, 10_000_000) employees?: number;
  @Optional() @Nested(() => Money) annualRevenue?: Money;
  @Optional() @Whole(1000, 2199) foundedYear?: number;
  /** What other systems call the customer; each unique. */
  @ListOf(() => ExternalRef, { max: 20 }) externalRefs!: ExternalRef[];
  @Instant() registeredAt!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'Fields of a customer’s profile got other values.',
  example: { customerId, changes: [{ field: 'employees', old: 250, new: 300 }] },
})
export class CustomerProfileChanged {
  static readonly type = 'customer.profile-changed';
  @Id() customerId!: string;
  /** Fields are those of `customer.registered`. */
  @ListOf(() => Change, { min: 1, max: 50 }) changes!: Change[];
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer was sorted anew; what is left out is not set.',
  example: { customerId, segment: 'key accounts', industry: 'machinery', region: 'north', type: 'manufacturer' },
})
export class CustomerClassified {
  static readonly type = 'customer.classified';
  @Id() customerId!: string;
  @Optional() @Text(100) segment?: string;
  @Optional() @Text(100) industry?: string;
  @Optional() @Text(100) region?: string;
  @Optional() @Text(100) type?: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'One field of a customer got an earlier value back.',
  example: {
    customerId,
    field: 'name',
    old: 'Muster AG',
    value: 'Muster GmbH',
    fromEventId: '0197f000-0000-7000-8000-000000000009',
  },
})
export class FieldValueRestored {
  static readonly type = 'customer.field-value-restored';
  @Id() customerId!: string;
  @Choice(restorableFields) field!: RestorableField;
  /** The value that gave way; null where there was none. */
  @Personal() @FieldValue() old!: FieldData;
  /** The value from now on; null where the field is not set. */
  @Personal() @FieldValue() value!: FieldData;
  /** The event in whose time the value stood. */
  @Id() fromEventId!: string;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'A customer has one more address.',
  example: { customerId, addressId: 'a-1', use: 'bill', address },
})
export class AddressAdded {
  static readonly type = 'customer.address-added';
  @Id() customerId!: string;
  @Id() addressId!: string;
  @Choice(addressUses) use!: AddressUse;
  @Personal() @Nested(() => PostalAddress) address!: PostalAddress;
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'An address of a customer changed.',
  example: {
    customerId,
    addressId: 'a-1',
    use: 'bill',
    address,
    changes: [{ field: 'postcode', old: '10117', new: '10115' }],
  },
})
export class AddressChanged {
  static readonly type = 'customer.address-changed';
  @Id() customerId!: string;
  @Id() addressId!: string;
  @Choice(addressUses) use!: AddressUse;
  /** The whole address, as it is from now on. */
  @Personal() @Nested(() => PostalAddress) address!: PostalAddress;
  /** Fields are `use` and those of the address. */
  @ListOf(() => Change, { min: 1, max: 10 }) changes!: Change[];
}

@EventContract({
  version: 1,
  context: 'customer',
  description: 'An address of a customer is no longer in use.',
  example: { customerId, addressId: 'a-1', use: 'bill' },
})
export class AddressRemoved {
  static readonly type = 'customer.address-removed';
  @Id() customerId!: string;
  @Id() addressId!: string;
  @Choice(addressUses) use!: AddressUse;
}

export const profileEvents = {
  CustomerRegistered,
  CustomerProfileChanged,
  CustomerClassified,
  FieldValueRestored,
  AddressAdded,
  AddressChanged,
  AddressRemoved,
};
