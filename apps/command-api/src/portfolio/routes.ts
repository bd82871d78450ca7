import { portfolio } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const portfolioRoutes = commandRoutes(portfolio, {
  tag: 'Portfolios',
  base: '/v1/portfolios',
  paths: { HandOverPortfolio: '/hand-over' },
});
