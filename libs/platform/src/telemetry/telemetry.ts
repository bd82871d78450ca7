/** The traces of a process. */
export interface Telemetry {
  /** Sends what is left, within a bound; what the collector has not taken by then is lost. Never rejects. */
  readonly shutdown: () => Promise<void>;
}
