import type { Account } from '../customers/account.js';
import type { World } from '../customers/population.js';
import { aegean, noor, sakura } from './abroad.js';
import { acme, acmeWest } from './acme.js';
import { lindqvist, sharma, tempest } from './at-home.js';
import { mueller } from './mueller.js';
import { qingyun } from './qingyun.js';

export { closing } from './acme.js';

/** The customers that documentation quotes, by codes that stay; Acme first. */
export function knownCustomers(world: World): [acme: Account, ...others: Account[]] {
  const first = acme(world);
  const others = [qingyun, mueller, sakura, noor, aegean, lindqvist, sharma, tempest].map(tell => tell(world));
  return [first, acmeWest(world, first), ...others];
}
