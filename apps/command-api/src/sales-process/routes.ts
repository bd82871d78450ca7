import { salesProcess } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const salesProcessRoutes = commandRoutes(salesProcess, {
  tag: 'Sales processes',
  base: '/v1/sales-processes',
  paths: { PublishSalesProcess: '', RetireStage: '/retire-stage' },
});
