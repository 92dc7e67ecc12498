/** What is saved as a raw item of a telephone: what the line's network called us with, and what a member logged. */
import { z } from 'zod';

const name = z.string().min(1).max(200);
const seconds = z.number().int().min(0).max(86_400);
/** In E.164; null where the number was withheld. */
const number = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/)
  .nullable();

/** One of up to three posts that are made of what the network said: the call, that somebody took it, the message that was left. */
const LineItem = z.object({
  from: z.literal('line'),
  part: z.enum(['call', 'taken', 'message']),
  began: z.iso.datetime(),
  /** The form that the network sent, word for word. */
  form: z.record(z.string(), z.string()),
});
export type LineItem = z.infer<typeof LineItem>;

/** `call`: somebody rang; `taken`: it was answered on the spot; `back`: we rang and they took it. */
const DeskItem = z.object({
  from: z.literal('desk'),
  part: z.enum(['call', 'taken', 'back']),
  /** One call has one id, whatever its parts. */
  id: name,
  /** When it began. */
  at: z.iso.datetime(),
  number,
  /** Whose call it is where the number was withheld: the id of that first call. */
  hidden: name.nullable(),
  name: name.nullable(),
  unit: z.uuid().nullable(),
  /** What the author said; of the other parts what we said. */
  text: z.string().max(20_000),
  seconds: seconds.nullable(),
  promised: z.boolean(),
  callAt: z.iso.datetime().nullable(),
  /** The line that its thread belongs to. */
  line: name,
  /** The house as it is called. */
  house: name,
});
export type DeskItem = z.infer<typeof DeskItem>;

export const PhoneItem = z.discriminatedUnion('from', [LineItem, DeskItem]);
export type PhoneItem = z.infer<typeof PhoneItem>;

/** The thread of a caller at a line, and whose it is: a number, or a call whose number was withheld. */
export function threadOf(line: string, caller: { number: string | null; call: string }): string {
  return `${line} ${authorOf(caller)}`;
}

export const authorOf = ({ number: known, call }: { number: string | null; call: string }): string =>
  known ?? `withheld ${call}`;
