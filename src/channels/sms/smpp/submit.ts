/** Hands a message to an operator: one submit_sm for each part, joined by a header (3GPP TS 23.040, 9.2.3.24.1). */
import { createHash } from 'node:crypto';
import { isFault } from '../../../domain/fault.ts';
import { smsPieces } from '../../../domain/smsParts.ts';
import { isE164, withoutPlus } from '../number.ts';
import type { Carried, Provider, Sms } from '../provider.ts';
import { idOf } from './read.ts';
import { type Bound, bind, name, statuses } from './session.ts';

/** Types of numbers and plans (SMPP 3.4, 5.2.5 and 5.2.6). */
const ton = { unknown: 0, international: 1, networkSpecific: 3, name: 5 } as const;
const isdn = 1;
/** Data codings (5.2.19): the operator's own alphabet of 7 bits, and 16 bits. */
const coding = { gsm7: 0, ucs2: 8 } as const;

/** A number as operators want it: its kind beside it, no plus in it. */
export function addressed(number: string): { ton: number; npi: number; address: string } {
  if (isE164(number)) return { ton: ton.international, npi: isdn, address: withoutPlus(number) };
  if (/\p{L}/u.test(number)) return { ton: ton.name, npi: 0, address: number };
  return { ton: ton.networkSpecific, npi: 0, address: number };
}

export const send: Provider['send'] = async (tools, account, sms) => {
  const soon = (seconds: number): Date => new Date(tools.now().getTime() + seconds * 1_000);
  let bound: Bound;
  try {
    bound = await bind(account, 'bind_transmitter');
  } catch (error) {
    if (!isFault(error)) throw error;
    return error.code === 'account_refused'
      ? { kind: 'refused', code: error.code, reason: error.sentence }
      : { kind: 'later', at: soon(30), reason: error.sentence };
  }
  try {
    return await submitAll(bound, sms, account.networkId, soon);
  } finally {
    await bound.end();
  }
};

async function submitAll(
  bound: Bound,
  sms: Sms,
  ours: string,
  soon: (seconds: number) => Date,
): Promise<Carried> {
  const { alphabet, pieces } = smsPieces(sms.text);
  let last = '';
  for (const [i, piece] of pieces.entries()) {
    const message =
      pieces.length === 1 ? piece : { udh: headerOf(sms.key, pieces.length, i + 1), message: piece };
    let answer: Awaited<ReturnType<Bound['ask']>>;
    try {
      answer = await bound.ask(
        'submit_sm',
        fieldsOf(sms, message, { coding: coding[alphabet], isLast: i === pieces.length - 1 }),
      );
    } catch {
      return {
        kind: 'unknown',
        reason: `The connection to the operator broke before it answered. ${partly(i, pieces.length)}The SMS may have gone out.`,
      };
    }
    const { command_status: status, message_id: id = '' } = answer;
    if (status !== statuses.ok) return refusal(status, i, pieces.length, soon);
    last = id;
  }
  return { kind: 'taken', networkId: idOf(ours, last), cost: null };
}

const partly = (sent: number, all: number): string =>
  sent === 0 ? '' : `${sent} of ${all} parts had gone. `;

function refusal(status: number, sent: number, all: number, soon: (seconds: number) => Date): Carried {
  // Parts that are out cannot be called back: whether the rest is sent again is for a person to say.
  if (sent > 0)
    return {
      kind: 'unknown',
      reason: `${partly(sent, all)}The operator took no more. Ask the author whether they can read it before you send it again.`,
    };
  if (status === statuses.throttled || status === statuses.queueFull)
    return {
      kind: 'later',
      at: soon(status === statuses.throttled ? 5 : 60),
      reason: `${name} allows no more for now.`,
      asked: true,
    };
  const known = meanings[status];
  if (known !== undefined) return { kind: 'refused', ...known };
  return {
    kind: 'refused',
    code: 'network_refused',
    reason: `${name} refused it (status 0x${status.toString(16).padStart(8, '0')}). Ask it why, or reach the author another way.`,
  };
}

/** SMPP 3.4, 5.1.3. */
const meanings: Readonly<Record<number, { code: string; reason: string }>> = {
  10: {
    code: 'account_lacks_rights',
    reason: `${name} does not let us send under this number or name. Ask it to allow the sender.`,
  },
  11: { code: 'author_gone', reason: 'This is no number that takes an SMS. Reach the author another way.' },
};

/** The same number for the parts of one message, another for the next one to the same telephone. */
function headerOf(key: string, all: number, at: number): Buffer {
  const reference = createHash('sha256').update(key).digest()[0] ?? 0;
  return Buffer.from([5, 0, 3, reference, all, at]);
}

function fieldsOf(
  sms: Sms,
  message: unknown,
  part: { coding: number; isLast: boolean },
): Record<string, unknown> {
  const [from, to] = [addressed(sms.from), addressed(sms.to)];
  return {
    source_addr_ton: from.ton,
    source_addr_npi: from.npi,
    source_addr: from.address,
    dest_addr_ton: to.ton,
    dest_addr_npi: to.npi,
    destination_addr: to.address,
    // Tell us what becomes of it, delivered or not; of several parts the last speaks for all, since a reply has one id.
    registered_delivery: part.isLast ? 1 : 0,
    data_coding: part.coding,
    short_message: message,
  };
}
