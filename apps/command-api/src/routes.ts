import { caseRoutes } from './case/routes.js';
import type { CommandRoutes } from './commands/index.js';
import { customerRoutes } from './customer/routes.js';
import { importBatchRoutes } from './import-batch/routes.js';
import { opportunityRoutes } from './opportunity/routes.js';
import { priceBookRoutes } from './price-book/routes.js';
import { productRoutes } from './product/routes.js';
import { salesProcessRoutes } from './sales-process/routes.js';

/** The routes of every aggregate. Adding one is adding a folder and a line here. */
export const allCommandRoutes: readonly CommandRoutes[] = [
  customerRoutes,
  salesProcessRoutes,
  opportunityRoutes,
  productRoutes,
  priceBookRoutes,
  caseRoutes,
  importBatchRoutes,
];
