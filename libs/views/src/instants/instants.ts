/** The latest of instants in ISO 8601, UTC: what is told last may have been earlier. Null where there is none. */
export const latest = (...instants: readonly (string | null)[]): string | null =>
  instants.reduce((last, at) => (last === null || (at !== null && at > last) ? at : last), null);
