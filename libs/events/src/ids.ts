import { createHash, randomFillSync } from 'node:crypto';

const hex = (bytes: Uint8Array) => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20, 32)}`;
};

const stamped = (bytes: Uint8Array, millis: number) => {
  for (let at = 5, left = millis; at >= 0; at -= 1, left = Math.floor(left / 256)) bytes[at] = left % 256;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes);
};

/** A new UUIDv7 (RFC 9562, section 5.7): time-ordered, 74 random bits. */
export const uuidv7 = (now: number = Date.now()): string => stamped(randomFillSync(new Uint8Array(16)), now);

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The milliseconds in a UUIDv7, or undefined for any other text. */
export const uuidTime = (id: string): number | undefined =>
  UUID_V7.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;

/**
 * A UUID that follows from an id and a label: the same two always give the same one. It keeps the time of a UUIDv7, so
 * that what derives from time-ordered ids is time-ordered; from other ids it is a UUIDv8 (RFC 9562, section 5.8).
 */
export function derivedId(id: string, label: string): string {
  const bytes = new Uint8Array(createHash('sha256').update(id).update('\0').update(label).digest().subarray(0, 16));
  const millis = uuidTime(id);
  if (millis !== undefined) return stamped(bytes, millis);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes);
}
