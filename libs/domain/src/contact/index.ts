export * from './commands.js';
export * from './contact.js';
export {
  ensureContact,
  type Contact,
  type ContactChannel,
  type ContactDetails,
  type ContactLink,
  type RegisteredContact,
} from './state.js';
