import { product } from '@touchstream/domain';
import { commandRoutes } from '../commands/index.js';

export const productRoutes = commandRoutes(product, {
  tag: 'Products',
  base: '/v1/products',
  paths: { IntroduceProduct: '', ChangeProduct: '/change', RetireProduct: '/retire' },
});
