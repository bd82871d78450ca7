export * from './billing-commands.js';
export * from './commands.js';
export * from './course-commands.js';
export * from './order.js';
export { progressOf } from './shipping.js';
export * from './shipping-commands.js';
export type { Invoice, Order, OrderFacts, PlacedOrder, Shipment } from './state.js';
