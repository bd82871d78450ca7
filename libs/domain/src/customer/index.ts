export * from './customer.js';
export * from './identity.js';
export * from './profile-commands.js';
export * from './standing-commands.js';
export { tierRank } from './standing.js';
export {
  acceptsWork,
  ensureCustomer,
  homeCountry,
  type Classification,
  type Customer,
  type CustomerAddress,
  type Profile,
  type RegisteredCustomer,
} from './state.js';
export * from './terms-commands.js';
