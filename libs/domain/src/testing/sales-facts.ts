import {
  ContactRegistered,
  contractOf,
  CustomerArchived,
  CustomerRegistered,
  CreditHoldPlaced,
  event,
  PriceBookPublished,
  ProductChanged,
  ProductIntroduced,
  ProductRetired,
  SalesProcessPublished,
  StageRetired,
  type EventClass,
} from '@touchstream/events';
import { contact } from '../contact/index.js';
import { customer } from '../customer/index.js';
import { priceBook } from '../price-book/index.js';
import { product } from '../product/index.js';
import { salesProcess } from '../sales-process/index.js';
import { given } from './index.js';

/** The event that a contract shows as its example. */
export const exampleEvent = <C extends EventClass>(type: C) => event(type, contractOf(type).example as never);

export const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Records that sales decisions look at, as their events make them. */
const registered = exampleEvent(CustomerRegistered);
export const aCustomer = given(customer, [registered]).state();
export const anArchivedCustomer = given(customer, [registered, exampleEvent(CustomerArchived)]).state();
/** Since 2026-02-01, 09:00. */
export const aCustomerOnHold = given(customer, [registered, exampleEvent(CreditHoldPlaced)]).state();
const { customerId } = registered.data;
/** Of a hold that does not say since when. */
export const aCustomerEverOnHold = given(customer, [
  registered,
  event(CreditHoldPlaced, { customerId, reason: 'Overdue' }),
]).state();
export const noCustomer = customer.initialState;

export const aContact = given(contact, [exampleEvent(ContactRegistered)]).state();
export const noContact = contact.initialState;

const introduced = event(ProductIntroduced, {
  productId: 'gtx-pro',
  sku: 'GTX-PRO',
  name: 'GTX Pro',
  uom: 'piece',
  taxClass: 'standard',
  serialised: true,
  introducedAt: '2026-01-01T00:00:00.000Z',
});
export const aProduct = given(product, [introduced]).state();
export const aRenamedProduct = given(product, [
  introduced,
  event(ProductChanged, { productId: 'gtx-pro', changes: [{ field: 'name', old: 'GTX Pro', new: 'GTX Pro 2' }] }),
]).state();
export const aRetiredProduct = given(product, [introduced, event(ProductRetired, { productId: 'gtx-pro' })]).state();

export const aPriceBook = given(priceBook, [
  event(PriceBookPublished, {
    priceBookId: 'standard-usd',
    version: 1,
    name: 'Standard',
    currency: 'USD',
    entries: [
      { productId: 'gtx-pro', unitPrice: usd('100.00'), minQty: 1 },
      { productId: 'gtx-pro', unitPrice: usd('90.00'), minQty: 10 },
    ],
    validFrom: '2026-01-01',
  }),
]).state();

const stage = (id: string, order: number, probability: number, kind: 'open' | 'won' | 'lost') => ({
  id,
  name: id.toUpperCase(),
  order,
  probability,
  exitCriteria: [],
  kind,
});
const published = event(SalesProcessPublished, {
  pipelineId: 'default',
  version: 1,
  name: 'Default',
  isDefault: true,
  stages: [
    { ...stage('qualification', 1, 10, 'open'), rotAfterDays: 30 },
    stage('demo', 2, 30, 'open'),
    { ...stage('proposal', 3, 50, 'open'), rotAfterDays: 14 },
    stage('won', 9, 100, 'won'),
    stage('lost', 10, 0, 'lost'),
  ],
});
export const aProcess = given(salesProcess, [published]).state();
export const aProcessWithoutDemo = given(salesProcess, [
  published,
  event(StageRetired, { pipelineId: 'default', stageId: 'demo', replacementId: 'proposal' }),
]).state();
