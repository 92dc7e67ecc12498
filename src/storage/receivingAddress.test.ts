import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receivingAddresses } from './receivingAddress.ts';
import { masterKey } from './secrets.ts';

const addresses = receivingAddresses(masterKey(Buffer.alloc(32, 7).toString('base64')));
const place = fc.record({
  organisationId: fc.integer({ min: 1, max: 2_147_483_647 }),
  accountId: fc.uuid(),
  turn: fc.integer({ min: 0, max: 32_767 }),
});

test('an address leads to its account, and is 48 characters long', () => {
  fc.assert(
    fc.property(place, (one) => {
      const token = addresses.tokenOf(one);
      expect(token).toHaveLength(48);
      expect(addresses.placeOf(token)).toEqual(one);
    }),
  );
});

test('with any byte changed it leads nowhere', () => {
  fc.assert(
    fc.property(place, fc.nat(35), fc.integer({ min: 1, max: 255 }), (one, at, by) => {
      const bytes = Buffer.from(addresses.tokenOf(one), 'base64url');
      bytes[at] = (bytes[at] ?? 0) ^ by;
      expect(addresses.placeOf(bytes.toString('base64url'))).toBeNull();
    }),
  );
});

test('what was made elsewhere, or is no address, leads nowhere', () => {
  const others = receivingAddresses(masterKey(randomBytes(32).toString('base64')));
  fc.assert(fc.property(place, (one) => void expect(addresses.placeOf(others.tokenOf(one))).toBeNull()));
  fc.assert(fc.property(fc.string(), (text) => void expect(addresses.placeOf(text)).toBeNull()));
});
