export { Change, FieldValue, type FieldData } from './change.js';
export * from './contract.js';
export * from './fields.js';
export * from './money.js';
export * from './schema.js';
export * from './validator.js';
export { checks, isCalendarDate } from './checks.js';
