import { Country, Id, Optional, Percent, Text, TextList, Whole } from '../contract/index.js';

export const customerKinds = ['business', 'person', 'household', 'partner'] as const;
export type CustomerKind = (typeof customerKinds)[number];

export const addressUses = ['bill', 'ship', 'visit', 'legal'] as const;
export type AddressUse = (typeof addressUses)[number];

/** From the lowest to the highest: a tier's rank is its place here. */
export const customerTiers = ['bronze', 'silver', 'gold', 'platinum'] as const;
export type CustomerTier = (typeof customerTiers)[number];

/** How closely we work with a customer (Kotler's five levels), from the loosest on. */
export const relationshipModels = ['basic', 'reactive', 'accountable', 'proactive', 'partner'] as const;
export type RelationshipModel = (typeof relationshipModels)[number];

/** Whether a rule of the system or a person decided. */
export const deciders = ['rule', 'manual'] as const;

/** The fields that a change of the profile may touch. */
export const profileFields = [
  'code',
  'name',
  'taxId',
  'country',
  'website',
  'email',
  'phones',
  'employees',
  'annualRevenue',
  'foundedYear',
  'externalRefs',
] as const;

/** How a customer is sorted. */
export const classificationFields = ['segment', 'industry', 'region', 'type'] as const;
export type ClassificationField = (typeof classificationFields)[number];

/** The fields whose earlier value can be brought back one by one; unique ones are changed through the profile. */
export const restorableFields = [
  'name',
  'taxId',
  'country',
  'website',
  'email',
  'phones',
  'employees',
  'annualRevenue',
  'foundedYear',
  ...classificationFields,
] as const;
export type RestorableField = (typeof restorableFields)[number];

/** What a record is called in another system. */
export class ExternalRef {
  @Id() system!: string;
  @Id() id!: string;
}

/** A reference as one text, no two the same: ids have no `%`, and after the first `:` comes the id. */
export const externalRefText = ({ system, id }: Readonly<ExternalRef>): string =>
  `${system.replaceAll(':', '%3A')}:${id}`;

/** A postal address. */
export class PostalAddress {
  /** Street and number, building, department: as they stand on the envelope. */
  @TextList(200, { min: 1, max: 6 }) lines!: string[];
  @Text(100) city!: string;
  /** State, province or prefecture. */
  @Optional() @Text(100) region?: string;
  @Optional() @Text(20) postcode?: string;
  @Country() country!: string;
}

/** When invoices are due, and what paying early is worth: 2/10 net 30 is {30, 10, 2}. */
export class PaymentTerms {
  /** Days from the invoice's date. */
  @Whole(0, 365) netDays!: number;
  @Optional() @Whole(0, 365) discountDays?: number;
  @Optional() @Percent() discountPercent?: number;
}
