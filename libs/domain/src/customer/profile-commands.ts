import {
  addressUses,
  Choice,
  ChoiceList,
  classificationFields,
  Country,
  customerKinds,
  Email,
  ExternalRef,
  FieldValue,
  Id,
  ListOf,
  Money,
  Nested,
  Optional,
  Personal,
  PostalAddress,
  restorableFields,
  Text,
  TextList,
  Whole,
  type AddressUse,
  type CustomerKind,
  type FieldData,
  type RestorableField,
} from '@touchstream/events';
import { CommandBody, CommandContract } from '../decider/index.js';

const address = { lines: ['Hauptstraße 5'], city: 'Berlin', postcode: '10115', country: 'DE' };

/** The profile's fields that can be left empty; all but the code, the name and the lists, which are emptied as such. */
export const clearableFields = [
  'taxId',
  'country',
  'website',
  'email',
  'employees',
  'annualRevenue',
  'foundedYear',
] as const;

/** An address to start with. */
export class NewAddress {
  @Choice(addressUses) use!: AddressUse;
  @Personal() @Nested(() => PostalAddress) address!: PostalAddress;
}

@CommandContract({
  summary: 'Register a customer',
  example: {
    code: 'ACME',
    kind: 'business',
    name: 'Acme Corporation',
    industry: 'technology',
    country: 'US',
    website: 'https://acme.example',
    phones: ['(202) 555-0143'],
    employees: 2822,
    annualRevenue: { amount: '1100040000.00', currency: 'USD' },
    foundedYear: 1996,
    externalRefs: [{ system: 'erp', id: '4711' }],
    ownerId: 'ann',
  },
})
export class RegisterCustomer extends CommandBody {
  /** Unique, whatever the case of its letters; made from the customer's id where it is left out. */
  @Optional() @Id() code?: string;
  @Choice(customerKinds) kind!: CustomerKind;
  @Personal() @Text(200) name!: string;
  @Personal() @Optional() @Text(50) taxId?: string;
  @Optional() @Text(100) industry?: string;
  /** Where the customer is at home; phone numbers without a country code are read as of this country. */
  @Optional() @Country() country?: string;
  @Optional() @Text(300) website?: string;
  @Personal() @Optional() @Email() email?: string;
  /** As people write them. */
  @Personal() @Optional() @TextList(40, { max: 20 }) phones?: string[];
  @Optional() @Whole(0, 10_000_000) employees?: number;
  @Optional() @Nested(() => Money) annualRevenue?: Money;
  @Optional() @Whole(1000, 2199) foundedYear?: number;
  /** What other systems call the customer; each unique. */
  @Optional() @ListOf(() => ExternalRef, { max: 20 }) externalRefs?: ExternalRef[];
  @Optional() @ListOf(() => NewAddress, { max: 20 }) addresses?: NewAddress[];
  @Optional() @Id() ownerId?: string;
  @Optional() @Id() teamId?: string;
}

@CommandContract({
  summary: 'Change fields of the profile',
  example: { employees: 2900, phones: ['202-555-0143', '+44 20 7946 0018'], clear: ['website'] },
})
export class ChangeCustomerProfile extends CommandBody {
  @Optional() @Id() code?: string;
  @Personal() @Optional() @Text(200) name?: string;
  @Personal() @Optional() @Text(50) taxId?: string;
  @Optional() @Country() country?: string;
  @Optional() @Text(300) website?: string;
  @Personal() @Optional() @Email() email?: string;
  /** All of them, as people write them. */
  @Personal() @Optional() @TextList(40, { max: 20 }) phones?: string[];
  @Optional() @Whole(0, 10_000_000) employees?: number;
  @Optional() @Nested(() => Money) annualRevenue?: Money;
  @Optional() @Whole(1000, 2199) foundedYear?: number;
  /** All of them. */
  @Optional() @ListOf(() => ExternalRef, { max: 20 }) externalRefs?: ExternalRef[];
  /** Fields to leave empty from now on. */
  @Optional() @ChoiceList(clearableFields, { max: 20 }) clear?: (typeof clearableFields)[number][];
}

@CommandContract({
  summary: 'Give one field an earlier value back',
  example: { field: 'employees', value: 2822, fromEventId: '0197f000-0000-7000-8000-000000000009' },
})
export class RestoreFieldValue extends CommandBody {
  @Choice(restorableFields) field!: RestorableField;
  /** One of the last 20 different values it had; null where it was empty. */
  @Personal() @FieldValue() value!: FieldData;
  /** The event in whose time the value stood. */
  @Id() fromEventId!: string;
}

@CommandContract({
  summary: 'Sort the customer into segment, industry, region and type',
  example: { segment: 'key accounts', region: 'north' },
})
export class ClassifyCustomer extends CommandBody {
  @Optional() @Text(100) segment?: string;
  @Optional() @Text(100) industry?: string;
  @Optional() @Text(100) region?: string;
  @Optional() @Text(100) type?: string;
  /** Fields to leave empty from now on. */
  @Optional() @ChoiceList(classificationFields, { max: 4 }) clear?: (typeof classificationFields)[number][];
}

@CommandContract({ summary: 'Add an address', example: { use: 'bill', address } })
export class AddAddress extends CommandBody {
  /** Chosen by the caller, or made. */
  @Optional() @Id() addressId?: string;
  @Choice(addressUses) use!: AddressUse;
  @Personal() @Nested(() => PostalAddress) address!: PostalAddress;
}

@CommandContract({
  summary: 'Change an address',
  example: { addressId: 'a-1', address: { ...address, postcode: '10117' } },
})
export class ChangeAddress extends CommandBody {
  @Id() addressId!: string;
  @Optional() @Choice(addressUses) use?: AddressUse;
  /** The whole new address. */
  @Personal() @Optional() @Nested(() => PostalAddress) address?: PostalAddress;
}

@CommandContract({ summary: 'Remove an address', example: { addressId: 'a-1' } })
export class RemoveAddress extends CommandBody {
  @Id() addressId!: string;
}

export const profileCommands = {
  RegisterCustomer,
  ChangeCustomerProfile,
  RestoreFieldValue,
  ClassifyCustomer,
  AddAddress,
  ChangeAddress,
  RemoveAddress,
};
