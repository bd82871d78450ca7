/**
 * A place in a distributed trace: W3C Trace Context, https://www.w3.org/TR/trace-context/#traceparent-header. Its
 * fields are named as OpenTelemetry names them, so that one is a span context there.
 */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** A set of bits; the lowest one says that the trace is recorded. */
  readonly traceFlags: number;
}

const VERSION_00 = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** A trace context as it travels: `00-<trace id>-<span id>-<flags>`. */
export const traceparentOf = ({ traceId, spanId, traceFlags }: TraceContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** Reads a traceparent; undefined for anything that is none, as the recommendation wants it: a trace is then begun anew. */
export function parseTraceparent(text: unknown): TraceContext | undefined {
  const [, traceId, spanId, flags] = (typeof text === 'string' ? VERSION_00.exec(text) : null) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}
