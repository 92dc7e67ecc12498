/** Reads what an operator delivers: its words, and whether they are a part of something longer. Pure; what waits for its other parts stands in the cursor. */
import { createHash } from 'node:crypto';
import type { Pdu } from 'smpp';
import { z } from 'zod';

/** One message or one part of one. */
export interface Incoming {
  from: string;
  to: string;
  text: string;
  part: { reference: number; all: number; at: number } | null;
}

const numberKinds = { international: 1 } as const;

/** The library gives a message as its decoded words, with the headers before it. */
export function incomingOf(pdu: Pdu): Incoming {
  const body = bodyOf(pdu.short_message);
  const payload = bodyOf(pdu.message_payload);
  const text = body.text === '' ? payload.text : body.text;
  const plus = (address: string | undefined, kind: number | undefined): string =>
    kind === numberKinds.international && /^\d+$/.test(address ?? '') ? `+${address}` : (address ?? '');
  return {
    from: plus(pdu.source_addr, pdu.source_addr_ton),
    to: plus(pdu.destination_addr, pdu.dest_addr_ton),
    text,
    part: partOf(body.headers) ?? partOf(payload.headers) ?? segmentOf(pdu),
  };
}

function bodyOf(value: unknown): { text: string; headers: Buffer[] } {
  if (typeof value === 'string') return { text: value, headers: [] };
  if (Buffer.isBuffer(value)) return { text: value.toString('latin1'), headers: [] };
  if (typeof value !== 'object' || value === null) return { text: '', headers: [] };
  const { message, udh } = value as { message?: unknown; udh?: unknown };
  const headers = Array.isArray(udh) ? udh.filter((one): one is Buffer => Buffer.isBuffer(one)) : [];
  const text =
    typeof message === 'string' ? message : Buffer.isBuffer(message) ? message.toString('latin1') : '';
  return { text, headers };
}

/** Joined messages: 8 bits of reference (0x00) or 16 (0x08). */
function partOf(headers: readonly Buffer[]): Incoming['part'] {
  for (const header of headers) {
    if (header[0] === 0x00 && header.length === 5)
      return made(header[2] ?? 0, header[3] ?? 0, header[4] ?? 0);
    if (header[0] === 0x08 && header.length === 6)
      return made(header.readUInt16BE(2), header[4] ?? 0, header[5] ?? 0);
  }
  return null;
}

function segmentOf({
  sar_msg_ref_num: r,
  sar_total_segments: all,
  sar_segment_seqnum: at,
}: Pdu): Incoming['part'] {
  return typeof r === 'number' && typeof all === 'number' && typeof at === 'number' ? made(r, all, at) : null;
}

const made = (reference: number, all: number, at: number): Incoming['part'] =>
  all > 1 && at >= 1 && at <= all ? { reference, all, at } : null;

const Waiting = z.object({
  name: z.string(),
  from: z.string(),
  to: z.string(),
  all: z.number().int(),
  parts: z.record(z.string(), z.string()),
  /** Milliseconds. */
  since: z.number(),
});
const State = z.object({
  /** Messages that were kept lately, so that what is delivered again after a lost connection is known again. */
  recent: z.array(z.object({ name: z.string(), id: z.string() })),
  waiting: z.array(Waiting),
});
export type State = z.infer<typeof State>;

const mostRecent = 50;
const mostWaiting = 100;
/** Parts that did not all come within that time are handed on as far as they came. Milliseconds. */
export const longestWait = 5 * 60_000;

/** What the last run knew; nothing where its cursor cannot be read. */
export function stateOf(cursor: string | null): State {
  try {
    return State.parse(JSON.parse(cursor ?? ''));
  } catch {
    return { recent: [], waiting: [] };
  }
}

/** A whole message, with a name of its own. */
export interface Whole {
  id: string;
  from: string;
  to: string;
  text: string;
}

/** The same words of the same sender. */
const nameOf = (words: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(words)).digest('base64url').slice(0, 22);

/** Takes a message in: the state after it, and the whole message where it is one now. `before`: names that an earlier connection had kept. */
export function taken(
  state: State,
  one: Incoming,
  context: { now: number; newId: () => string; before: Set<string> },
): { state: State; whole: Whole | null } {
  if (one.part === null) return kept(state, one, context);
  const { part, from, to } = one;
  const name = nameOf([from, to, String(part.reference), String(part.all)]);
  const old = state.waiting.find((waiting) => waiting.name === name);
  const parts = { ...old?.parts, [part.at]: one.text };
  const others = state.waiting.filter((waiting) => waiting !== old);
  if (Object.keys(parts).length === part.all)
    return kept({ ...state, waiting: others }, { from, to, text: joined(parts, part.all) }, context);
  const waiting = { name, from, to, all: part.all, parts, since: old?.since ?? context.now };
  return { state: { ...state, waiting: [...others, waiting].slice(-mostWaiting) }, whole: null };
}

function joined(parts: Readonly<Record<string, string>>, all: number): string {
  return Array.from({ length: all }, (_, i) => parts[i + 1] ?? ' [...] ').join('');
}

function kept(
  state: State,
  { from, to, text }: Pick<Incoming, 'from' | 'to' | 'text'>,
  { newId, before }: { newId: () => string; before: Set<string> },
): { state: State; whole: Whole } {
  const name = nameOf([from, to, text]);
  // Once: who writes the same again later writes again.
  const again = before.delete(name) ? state.recent.find((one) => one.name === name) : undefined;
  const id = again?.id ?? newId();
  const recent = [...state.recent.filter((one) => one !== again), { name, id }].slice(-mostRecent);
  return { state: { ...state, recent }, whole: { id, from, to, text } };
}

/** Messages that waited too long for a part, as far as they came. */
export function overdue(
  state: State,
  context: { now: number; newId: () => string; before: Set<string> },
): { state: State; wholes: Whole[] } {
  const late = state.waiting.filter(({ since }) => context.now - since > longestWait);
  let after: State = { ...state, waiting: state.waiting.filter((one) => !late.includes(one)) };
  const wholes: Whole[] = [];
  for (const { from, to, parts, all } of late) {
    const next = kept(after, { from, to, text: joined(parts, all) }, context);
    after = next.state;
    wholes.push(next.whole);
  }
  return { state: after, wholes };
}
