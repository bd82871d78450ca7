/** The traces of a process. */
export interface Telemetry {
  /** Sends what is left, within so many milliseconds at most; what the collector has not taken by then is lost. Never rejects. */
  readonly shutdown: (within: number) => Promise<void>;
}
