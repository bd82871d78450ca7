import { calls } from './calls/index.js';
import { cases } from './cases/index.js';
import { contacts } from './contacts/index.js';
import { customer360 } from './customer-360/index.js';
import { imports } from './imports/index.js';
import { interactionTimeline } from './interaction-timeline/index.js';
import { interactions } from './interactions/index.js';
import { orders } from './orders/index.js';
import { pipelineBoard } from './pipeline-board/index.js';
import { priceBooks } from './price-books/index.js';
import { products } from './products/index.js';
import { quotes } from './quotes/index.js';
import { salesProcesses } from './sales-processes/index.js';
import { stageHistory } from './stage-history/index.js';
import type { View } from './view/index.js';

/** Every view. Adding one is adding a folder and a line here. */
export const views: readonly View[] = [
  calls,
  cases,
  contacts,
  customer360,
  imports,
  interactions,
  interactionTimeline,
  orders,
  pipelineBoard,
  priceBooks,
  products,
  quotes,
  salesProcesses,
  stageHistory,
];
