/** Injection tokens of the ports that reads go to. */
export const VIEW_STORE = Symbol('viewStore');
export const EVENT_STORE = Symbol('eventStore');
