/**
 * What is measured, in a process of its own: a module exports `open`, which sets everything up once, and then does one
 * round after the other. Options, what it tells and results travel between processes, so they are plain data.
 */
export interface Side<Input = unknown, Result = unknown, Info = unknown> {
  /** What the other processes need to know: a port, say. */
  readonly info?: Info;
  /** Left out by a server, which is asked in another way. */
  round?(input: Input): Promise<Result>;
  close?(): Promise<void>;
}

export type OpenSide<Options = never, Input = never, Result = unknown, Info = unknown> = (
  options: Options,
) => Promise<Side<Input, Result, Info>>;

/** From the parent: the first message opens the side, each later one is a round. */
export type ToSide = { readonly open: string; readonly options: unknown } | { readonly round: unknown };
/** The answer to each. */
export type FromSide = { readonly result: unknown } | { readonly error: string };
