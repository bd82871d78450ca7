import { contractOf, type EventClass, type EventEnvelope } from '@touchstream/events';
import type { PublicEvents } from '../relay/index.js';

const ID = '0197f000-0000-7000-8000-000000000001';
const camelCase = (name: string) => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const textOr = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);

/** The contract's own example as it would be read from the store. */
function envelopeOf(type: EventClass, aggregate: string): EventEnvelope {
  const { version, example } = contractOf(type);
  return {
    id: '0197f000-0000-7000-8000-00000000e4e7',
    type: type.type,
    schemaVersion: version,
    tenantId: 'main',
    stream: `${aggregate}-${textOr(example[`${camelCase(aggregate)}Id`], ID)}`,
    revision: 3,
    position: 1_042n,
    occurredAt: '2026-03-01T10:00:00.000Z',
    recordedAt: '2026-03-01T10:00:00.125Z',
    actor: { id: 'ann', kind: 'user' },
    customerId: textOr(example['customerId'], ID),
    correlationId: '0197f000-0000-7000-8000-00000000c0de',
    causationId: '0197f000-0000-7000-8000-00000000ca5e',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    commandId: '0197f000-0000-7000-8000-00000000c04d',
    commandHash: '',
    data: example,
  } as EventEnvelope;
}

/** The contract's own example as the relay would publish it. */
export function publishedExample(type: EventClass, aggregate: string, events: PublicEvents) {
  const { headers, value } = events.message(envelopeOf(type, aggregate));
  return { name: 'example', headers, payload: JSON.parse(new TextDecoder().decode(value)) as unknown };
}
