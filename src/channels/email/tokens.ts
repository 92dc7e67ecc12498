/** The short names by which our mail and answers to it find their thread, also where a mail program lost everything else. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
/** Letters of five bits each: 80 bits of the thread, 65 of the reply, 50 of the signature. */
const threadLetters = 16;
const replyLetters = 13;
const signatureLetters = 10;
/** RFC 5321: octets before the "@". */
const longestLocalPart = 64;

/** Letters and digits in one case only: servers on the way may change capitals. */
function letters(bytes: Buffer, count: number): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, Math.ceil((count * 5) / 8))) bits = (bits << 8n) | BigInt(byte);
  bits >>= BigInt(Math.ceil((count * 5) / 8) * 8 - count * 5);
  let written = '';
  for (let i = 0; i < count; i++) {
    written = (alphabet[Number(bits & 31n)] ?? '') + written;
    bits >>= 5n;
  }
  return written;
}

/** The thread of a root's Message-ID: the same for everybody who knows the root, and short enough for an address. */
export function threadOf(rootId: string): string {
  return letters(hash('sha256', `thread ${rootId}`, 'buffer'), threadLetters);
}

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** The Message-ID of a reply of ours: made once, and it says its thread. */
export function replyMessageId(reply: { replyId: string; at: Date; from: string; thread: string }): string {
  const own = letters(hash('sha256', `reply ${reply.replyId} ${reply.at.getTime()}`, 'buffer'), replyLetters);
  return messageIdOf(reply.thread, own, domainOf(reply.from));
}

const messageIdOf = (thread: string, own: string, domain: string): string => `<${thread}.${own}@${domain}>`;

/** Thread and own letters of a Message-ID of ours; null for any other. */
export function readMessageId(
  id: string,
  domains: readonly string[],
): { thread: string; own: string } | null {
  const found = /^<([a-z2-7]{16})\.([a-z2-7]{13})@([^@<>]+)>$/.exec(id);
  const [, thread, own, domain] = found ?? [];
  if (thread === undefined || own === undefined || domain === undefined) return null;
  return domains.includes(domain.toLowerCase()) ? { thread, own } : null;
}

/**
 * The address to which answers and bounces come back: `care+<thread><reply>.<signature>@...`. Shortened to the thread alone where the local part would be too
 * long, and null where even that is, or where the address has a "+" of its own.
 */
export function plusAddress(address: string, key: string, messageId: string): string | null {
  const [local, domain] = [address.slice(0, address.lastIndexOf('@')), domainOf(address)];
  const read = readMessageId(messageId, [domain]);
  if (read === null || local.includes('+')) return null;
  for (const token of [read.thread + read.own, read.thread]) {
    const plus = `${local}+${token}.${signature(key, token)}`;
    if (plus.length <= longestLocalPart) return `${plus}@${domain}`;
  }
  return null;
}

/** What a plus-address of ours says; null for one that is forged, foreign or none. */
export function readPlusAddress(
  given: string,
  ours: { address: string; key: string },
): { thread: string; messageId: string | null } | null {
  const found = /^([^+@]+)\+([a-z2-7]{16})([a-z2-7]{13})?\.([a-z2-7]{10})@(.+)$/.exec(
    given.trim().toLowerCase(),
  );
  const [, local, thread, own = '', signed, domain] = found ?? [];
  if (local === undefined || thread === undefined || signed === undefined || domain === undefined)
    return null;
  if (`${local}@${domain}` !== ours.address.toLowerCase()) return null;
  if (!timingSafeEqual(Buffer.from(signature(ours.key, thread + own)), Buffer.from(signed))) return null;
  return { thread, messageId: own === '' ? null : messageIdOf(thread, own, domain) };
}

function signature(key: string, token: string): string {
  return letters(createHmac('sha256', key).update(`plus ${token}`).digest(), signatureLetters);
}
