/** How long to wait for the server, in milliseconds. */
export interface Timing {
  /** For the answer to one call, and for each part of a commit. */
  readonly deadline: number;
  /** For a server that takes the call to be found, connected to, and a connection to be free. */
  readonly selection: number;
  /** How long a reader takes for granted which generation is the active one. */
  readonly remember: number;
}

export const usualTiming: Timing = { deadline: 10_000, selection: 2_000, remember: 1_000 };
