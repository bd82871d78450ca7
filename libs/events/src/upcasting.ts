import { UndecodableEvent, type StoredEvent } from './stored-event.js';

type Payload = Readonly<Record<string, unknown>>;
/** Turns the payload of one version into that of the next. Pure; keeps fields it does not know. */
export type Upcaster = (data: Payload) => Payload;

/** By wire name, then by the version it lifts from. Empty until a contract gets its second version. */
export const upcasters: Readonly<Record<string, Readonly<Record<number, Upcaster>>>> = {};

/** Lifts a payload, version by version, to the newest one. */
export function upcast(
  stored: StoredEvent,
  data: Payload,
  { from, to, known = upcasters }: { from: number; to: number; known?: typeof upcasters },
): Payload {
  let lifted = data;
  for (let version = from; version < to; version += 1) {
    const step = known[stored.type]?.[version];
    if (step === undefined) throw new UndecodableEvent(stored, `no upcaster from version ${version}`);
    lifted = step(lifted);
  }
  return lifted;
}
