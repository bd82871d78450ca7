import { priceBook } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const priceBookRoutes = commandRoutes(priceBook, {
  tag: 'Price books',
  base: '/v1/price-books',
  paths: { PublishPriceBook: '', ChangePrice: '/prices' },
});
