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

/** Every read model that is served as a list and by key. Adding one is adding a folder and a line here. */
export const resources = [
  contacts,
  interactions,
  opportunities,
  salesProcesses,
  quotes,
  orders,
  products,
  priceBooks,
  cases,
  calls,
  imports,
] as unknown as readonly Resource[];
