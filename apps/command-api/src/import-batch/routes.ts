import { importBatch } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const importBatchRoutes = commandRoutes(importBatch, {
  tag: 'Imports',
  base: '/v1/imports',
  paths: { StartImport: '', RecordRows: '/rows', CompleteImport: '/complete', RevertImport: '/revert' },
});
