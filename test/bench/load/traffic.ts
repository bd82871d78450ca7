/** A request to send; `learn` is told the body of its answer, where it was accepted. */
export interface Sent {
  readonly request: string;
  readonly learn?: (body: string) => void;
}

/** What a load consists of. */
export interface Traffic {
  /** What must be there before the load begins; step by step, each request made when it is sent. */
  readonly preparations?: readonly (readonly (() => Sent)[])[];
  next(): Sent;
}
