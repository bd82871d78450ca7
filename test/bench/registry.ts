import type { Bench } from './framework/bench.js';
import { appendGrowth } from './benches/append-growth.js';
import { asOf } from './benches/as-of.js';
import { commands } from './benches/commands.js';
import { fsyncs } from './benches/fsyncs.js';
import { groupCommit } from './benches/group-commit.js';
import { importing } from './benches/import.js';
import { live, writes } from './benches/live.js';
import { mongo } from './benches/mongo.js';
import { overload, overloadLatency } from './benches/overload.js';
import { page } from './benches/page.js';
import { read360 } from './benches/read-360.js';
import { rebuild, rebuildAll } from './benches/rebuild.js';
import { rebuildGrowth, rebuildMemory } from './benches/rebuild-growth.js';
import { relay } from './benches/relay.js';
import { search } from './benches/search.js';
import { soak } from './benches/soak.js';
import { start } from './benches/start.js';
import { visible } from './benches/visible.js';

/** Every bench, in the order in which they are run and shown. */
export const benches: readonly Bench[] = [
  commands,
  groupCommit,
  fsyncs,
  appendGrowth,
  rebuild,
  rebuildAll,
  rebuildGrowth,
  rebuildMemory,
  live,
  writes,
  visible,
  read360,
  page,
  search,
  asOf,
  importing,
  relay,
  mongo,
  overload,
  overloadLatency,
  soak,
  start,
];
