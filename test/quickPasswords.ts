/**
 * Set-up of every test file that makes members: passwords are stretched at a five-hundredth of the price. Thousands of members sign in
 * during a run, each for an eighth of a second of a processor. What the tests start as programs of their own pays the full price.
 */
import crypto, { type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Scrypt = (
  password: string,
  salt: string,
  length: number,
  options: ScryptOptions,
  done: (error: Error | null, key: Buffer) => void,
) => void;

/** As better-auth asks for it. */
const full = 16_384;
const quick = 32;
const marked = Symbol.for('answerable: passwords are quick');

// A worker takes one file after another: what it has done stays done.
if (!(marked in crypto.scrypt)) {
  const slow = crypto.scrypt as Scrypt;
  const scrypt: Scrypt = (password, salt, length, options, done) =>
    slow(password, salt, length, options.N === full ? { ...options, N: quick } : options, done);
  Object.assign(crypto, { scrypt: Object.assign(scrypt, { [marked]: true }) });
  syncBuiltinESMExports();
}
