import type { CommandRoutes } from './commands/index.js';
import { callRoutes } from './call/routes.js';
import { caseRoutes } from './case/routes.js';
import { contactRoutes } from './contact/routes.js';
import { customerRoutes } from './customer/routes.js';
import { importBatchRoutes } from './import-batch/routes.js';
import { interactionRoutes } from './interaction/routes.js';
import { opportunityRoutes } from './opportunity/routes.js';
import { orderRoutes } from './order/routes.js';
import { portfolioRoutes } from './portfolio/routes.js';
import { priceBookRoutes } from './price-book/routes.js';
import { productRoutes } from './product/routes.js';
import { quoteRoutes } from './quote/routes.js';
import { salesProcessRoutes } from './sales-process/routes.js';

/** The routes of every aggregate. Adding one is adding a folder and a line here. */
export const allCommandRoutes: readonly CommandRoutes[] = [
  customerRoutes,
  contactRoutes,
  interactionRoutes,
  portfolioRoutes,
  salesProcessRoutes,
  opportunityRoutes,
  productRoutes,
  priceBookRoutes,
  quoteRoutes,
  orderRoutes,
  caseRoutes,
  callRoutes,
  importBatchRoutes,
];
