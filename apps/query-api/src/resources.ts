import { calls } from './calls/calls.resource.js';
import { cases } from './cases/cases.resource.js';
import { contacts } from './contacts/contacts.resource.js';
import { imports } from './imports/imports.resource.js';
import { interactions } from './interactions/interactions.resource.js';
import { opportunities } from './opportunities/opportunities.resource.js';
import { orders } from './orders/orders.resource.js';
import { priceBooks } from './price-books/price-books.resource.js';
import { products } from './products/products.resource.js';
import { quotes } from './quotes/quotes.resource.js';
import type { Resource } from './reads/index.js';
import { salesProcesses } from './sales-processes/sales-processes.resource.js';

/**
 * Every read model that is served as a list and by key, by the aggregate that its documents show. Adding one is adding a
 * folder and a line here.
 */
export const resources = {
  contact: contacts,
  interaction: interactions,
  opportunity: opportunities,
  'sales-process': salesProcesses,
  quote: quotes,
  order: orders,
  product: products,
  'price-book': priceBooks,
  case: cases,
  call: calls,
  'import-batch': imports,
} as unknown as Readonly<Record<string, Resource>>;
