import { afterAll, beforeAll } from '@jest/globals';
import { describeRealData } from '../fixtures/describe-real-data.js';
import { dataSets, realData } from '../fixtures/real-data.js';
import { embedded, type Installation } from './real-data/installation.js';
import { realDataTests } from './real-data/main-job.js';

describeRealData('the real data in one server', dataSets, () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await embedded();
  });
  afterAll(() => installation.dispose());

  realDataTests({
    installation: () => installation,
    folderOf: set => realData(set)!,
    whole: true,
    again: true,
  });
});
