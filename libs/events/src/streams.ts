/** Streams are named `<aggregate>-<id>`; the id carries no personal data. */
export const streamName = (aggregate: string, id: string): string => `${aggregate}-${id}`;
