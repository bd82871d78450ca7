export { CERTIFICATE, KurrentDbDouble, type DoubleOptions } from './double.js';
export { exception, notLeader, unavailable, type Fault } from './faults.js';
export { Log } from './log.js';
