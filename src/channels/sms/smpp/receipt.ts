/** Receipts of delivery as operators write them: in fields of their own, or in the words of the message. Pure. */
import type { Pdu } from 'smpp';

export interface Receipt {
  id: string;
  /** DELIVRD, UNDELIV... */
  stat: string;
}

const isReceipt = 0x04;
const kindsOfMessage = 0x3c;
/** SMPP 3.4, 5.2.28. */
const states = ['', 'ENROUTE', 'DELIVRD', 'EXPIRED', 'DELETED', 'UNDELIV', 'ACCEPTD', 'UNKNOWN', 'REJECTD'];

/** What it says of one of our messages; null where it is no receipt, and an empty id where it does not say of which. */
export function receiptOf(pdu: Pdu, text: string, decimal: boolean): Receipt | null {
  if (((pdu.esm_class ?? 0) & kindsOfMessage) !== isReceipt) return null;
  const given =
    typeof pdu.receipted_message_id === 'string' ? pdu.receipted_message_id.replace(/\0.*$/, '') : '';
  const id = given || (/\bid:\s*([^\s]+)/i.exec(text)?.[1] ?? '');
  const written = /\bstat:\s*(\w+)/i.exec(text)?.[1]?.toUpperCase() ?? '';
  const state = typeof pdu.message_state === 'number' ? (states[pdu.message_state] ?? '') : '';
  return { id: decimal && given === '' ? inHexadecimal(id) : id, stat: state || written };
}

/** Some operators give an id in hexadecimal and write it into the receipt in decimal. */
const inHexadecimal = (id: string): string => (/^\d{1,30}$/.test(id) ? BigInt(id).toString(16) : id);
