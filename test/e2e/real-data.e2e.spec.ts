import { afterAll, beforeAll, it } from '@jest/globals';
import { describeRealData } from '../fixtures/describe-real-data.js';
import { dataSets, realData } from '../fixtures/real-data.js';
import { embedded, type Installation } from './real-data/installation.js';
import { realDataTests } from './real-data/main-job.js';
import { expectKnownPurchases, purchasesIn } from './real-data/purchases.js';

describeRealData('the real data in one server', dataSets, () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await embedded();
  });
  afterAll(() => installation.dispose());

  it('has all the purchases that are known of it', async () => {
    expectKnownPurchases(await purchasesIn(realData('cdnow')!));
  });

  realDataTests({
    installation: () => installation,
    purchases: () => realData('cdnow')!,
    purchaseRows: () => 69_659,
    again: true,
  });
});
