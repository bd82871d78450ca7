/** How long to wait for the server, in milliseconds. */
export interface Timing {
  /** For the answer to one call. The client itself would wait for ever. */
  readonly deadline: number;
  /** For a server that fails: an append is repeated, and a subscription reopened, for so long. */
  readonly patience: number;
  /** For the next message of a subscription, before it is taken for dead and opened anew. */
  readonly silence: number;
  /** Between one try and the next: at first, and at most. */
  readonly firstPause: number;
  readonly longestPause: number;
}

export const usualTiming: Timing = {
  deadline: 5_000,
  patience: 15_000,
  silence: 30_000,
  firstPause: 50,
  longestPause: 2_000,
};

/** The pause before a try, doubled each time; half of it by chance, so that many clients do not come back together. */
export function pauseBefore(attempt: number, { firstPause, longestPause }: Timing): number {
  const longest = Math.min(longestPause, firstPause * 2 ** (attempt - 1));
  return longest / 2 + (Math.random() * longest) / 2;
}
