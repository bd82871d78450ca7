import type { CommandRoutes } from './commands/index.js';
import { customerRoutes } from './customer/routes.js';
import { importBatchRoutes } from './import-batch/routes.js';
import { salesProcessRoutes } from './sales-process/routes.js';

/** The routes of every aggregate. Adding one is adding a folder and a line here. */
export const allCommandRoutes: readonly CommandRoutes[] = [customerRoutes, importBatchRoutes, salesProcessRoutes];
