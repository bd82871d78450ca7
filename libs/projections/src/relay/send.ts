import { SpanKind } from '@opentelemetry/api';
import type { BusMessage, EventBus, Refused } from '@touchstream/event-bus';
import { parseTraceparent } from '@touchstream/events';
import { BatchTraces } from '../tracing/index.js';

/** The attribute of CloudEvents' distributed tracing extension. */
export const TRACEPARENT = 'ce_traceparent';

/** Publishes messages, and gives those that the bus refused; the traces of their events go on with the publishing, and consumers can go on from there. */
export async function send(bus: EventBus, messages: readonly BusMessage[]): Promise<readonly Refused[]> {
  const traces = new BatchTraces();
  for (const { headers } of messages) traces.note(headers[TRACEPARENT]);
  const spans = traces.begin({
    name: 'publish',
    kind: SpanKind.PRODUCER,
    attributes: { 'touchstream.messages': messages.length },
  });
  try {
    const refused = await bus.publish(goingOn(messages, spans.traceparents()));
    spans.end();
    return refused;
  } catch (error) {
    spans.fail(error);
    throw error;
  }
}

function goingOn(messages: readonly BusMessage[], from: ReadonlyMap<string, string>): readonly BusMessage[] {
  if (from.size === 0) return messages;
  return messages.map(message => {
    const traceId = parseTraceparent(message.headers[TRACEPARENT])?.traceId;
    const traceparent = traceId === undefined ? undefined : from.get(traceId);
    if (traceparent === undefined) return message;
    return { ...message, headers: { ...message.headers, [TRACEPARENT]: traceparent } };
  });
}
