const MAX_LIMIT = 1_000;

/** Throws RangeError for a limit that the port does not take. */
export function ensureLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new RangeError(`a limit is an integer from 1 to ${MAX_LIMIT}`);
}
