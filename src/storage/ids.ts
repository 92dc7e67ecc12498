import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(4096);
let used = pool.length;
let lastMilliseconds = 0;
let counter = 0;
/** The first 48 bits, written for the latest millisecond. */
let time = '';

const bytesAsHex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex = (byte: number): string => bytesAsHex[byte & 0xff] ?? '';
/** The next random byte. */
const random = (): number => pool[used++] ?? 0;

function step(now: number): void {
  if (now > lastMilliseconds) {
    lastMilliseconds = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMilliseconds += 1;
    counter = 0;
  } else return;
  const digits = lastMilliseconds.toString(16).padStart(12, '0');
  time = `${digits.slice(0, 8)}-${digits.slice(8)}-`;
}

/**
 * A new id: UUID version 7 (RFC 9562, section 5.7; 12 bits of `rand_a` count within a millisecond), so that rows made one after another lie
 * side by side in an index.
 */
export function newId(now: number = Date.now()): string {
  step(now);
  if (used + 8 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const count = hex(0x70 | (counter >> 8)) + hex(counter);
  const middle = hex(0x80 | (random() & 0x3f)) + hex(random());
  const end = hex(random()) + hex(random()) + hex(random()) + hex(random()) + hex(random()) + hex(random());
  return `${time}${count}-${middle}-${end}`;
}
