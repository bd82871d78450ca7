import type { CommandRoutes } from './commands/index.js';
import { salesProcessRoutes } from './sales-process/routes.js';

/** The routes of every aggregate. Adding one is adding a folder and a line here. */
export const allCommandRoutes: readonly CommandRoutes[] = [salesProcessRoutes];
