import { hash, randomFillSync } from 'node:crypto';

const RANDOM_BYTES = 10;
/** Random bytes for the next 400 ids: asked for one by one, they would cost more than all else that an id is made of. */
const pool = Buffer.alloc(400 * RANDOM_BYTES);
let used = pool.length;

function randomHex(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += RANDOM_BYTES;
  return pool.toString('hex', used - RANDOM_BYTES, used);
}

/** The hexadecimal digit with its upper two bits set to the variant of RFC 9562 (section 4.1). */
const variant = (digit: string): string => '89ab'[Number.parseInt(digit, 16) % 4]!;

/** A new UUIDv7 (RFC 9562, section 5.7): time-ordered, 74 random bits. */
export function uuidv7(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  const random = randomHex();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant(random[3]!)}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * A UUID that follows from an id and a label: the same two always give the same one. It keeps the time of a UUIDv7, so
 * that what derives from time-ordered ids is time-ordered; from other ids it is a UUIDv8 (RFC 9562, section 5.8).
 */
export function derivedId(id: string, label: string): string {
  const digest = hash('sha256', `${id}\0${label}`, 'hex');
  const head = UUID_V7.test(id) ? `${id.slice(0, 13)}-7` : `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8`;
  return `${head}${digest.slice(13, 16)}-${variant(digest[16]!)}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
