import { eventStoreContract } from '@touchstream/event-store/contract';
import { KurrentDbEventStore } from '@touchstream/event-store';
import { KurrentDbDouble } from './index.js';

eventStoreContract('KurrentDbEventStore, on a double of the server,', async () => {
  const double = await KurrentDbDouble.start();
  return { open: () => KurrentDbEventStore.open({ url: double.url }), remove: () => double.stop() };
});
