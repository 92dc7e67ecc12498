/**
 * The addresses at which networks call an account: 36 bytes in base64url, which name the account, its turn (a new one makes the old address worthless), and a proof
 * that this installation made it (HMAC-SHA256 with a key of its own, cut to 112 bits). Some networks sign nothing: for them it is the secret itself, so it is shown to
 * admins alone and written into no log.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MasterKey } from './secrets.ts';

export interface ReceivingPlace {
  organisationId: number;
  accountId: string;
  /** 0 to 32,767. */
  turn: number;
}

export interface ReceivingAddresses {
  tokenOf(place: ReceivingPlace): string;
  /** Null for what this installation never made. */
  placeOf(token: string): ReceivingPlace | null;
}

const namedBytes = 22;
const proofBytes = 14;

/** Makes and reads them. */
export function receivingAddresses(key: MasterKey): ReceivingAddresses {
  const secret = Buffer.from(key.derive('addresses that networks call'), 'base64');
  const proofOf = (named: Uint8Array) =>
    createHmac('sha256', secret).update(named).digest().subarray(0, proofBytes);
  return {
    tokenOf({ organisationId, accountId, turn }) {
      const named = Buffer.alloc(namedBytes);
      named.writeInt32BE(organisationId, 0);
      named.set(Buffer.from(accountId.replaceAll('-', ''), 'hex'), 4);
      named.writeInt16BE(turn, 20);
      return Buffer.concat([named, proofOf(named)]).toString('base64url');
    },
    placeOf(token) {
      if (!/^[A-Za-z0-9_-]{48}$/.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      const named = bytes.subarray(0, namedBytes);
      if (!timingSafeEqual(proofOf(named), bytes.subarray(namedBytes))) return null;
      const hex = named.toString('hex', 4, 20);
      const accountId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return { organisationId: named.readInt32BE(0), accountId, turn: named.readInt16BE(20) };
    },
  };
}
