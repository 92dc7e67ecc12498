/** What a form of Africa's Talking voice says of a call (names of fields from their own SDK samples and documentation; times are UTC). Pure. */
import type { Call } from '../../domain/call.ts';
import { telephoneNumber } from '../../domain/telephone.ts';

export type Form = Readonly<Record<string, string>>;

/** The form as it came; the last of fields of one name stands. Null for what is none. */
export function readForm(body: Uint8Array): Record<string, string> {
  const form: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8')))
    form[name.slice(0, 60)] = value.slice(0, 2_000).toWellFormed().replaceAll('\u0000', '\ufffd');
  return { ...form };
}

/** The caller's number in E.164; null where it was withheld or is none. */
export function callerOf(form: Form): string | null {
  const said = form.callerNumber ?? '';
  return telephoneNumber(said) ?? telephoneNumber(`+${said}`);
}

/** True once the call is over. */
export const hasEnded = (form: Form): boolean => form.isActive === '0';

/** Longest call that is believed, in seconds. */
const longest = 86_400;

function secondsIn(form: Form, field: string): number | null {
  const value = form[field];
  if (value === undefined || !/^\d{1,6}(\.\d+)?$/.test(value)) return null;
  return Math.min(longest, Math.round(Number(value)));
}

/** An instant such as "2030-03-01 09:30:00"; a plus between day and time is a space that was not decoded. */
export function instantIn(form: Form, field: string): Date | null {
  const found = /^(\d{4}-\d{2}-\d{2})[ +T](\d{2}:\d{2}:\d{2})/.exec(form[field] ?? '');
  if (found === null) return null;
  const at = new Date(`${found[1]}T${found[2]}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** How far the network's clock may be from ours before it is not believed, in milliseconds. */
const clockSkew = 15 * 60_000;

/** When the call began, as it was told `now`: by the network's clock where that can be, else counted back. */
export function beganAt(form: Form, now: Date): Date {
  const counted = new Date(
    now.getTime() - (hasEnded(form) ? (secondsIn(form, 'durationInSeconds') ?? 0) * 1_000 : 0),
  );
  const said = instantIn(form, 'callStartTime');
  if (said === null || Math.abs(said.getTime() - counted.getTime()) > clockSkew) return counted;
  return said > now ? now : said;
}

/** Https only: what anybody may read on the way is not fetched. */
export function recordingOf(form: Form): string | null {
  const address = form.recordingUrl ?? '';
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? address : null;
}

/** The call as far as this form tells of it. */
export function callIn(form: Form): Call {
  const open = { promised: false, callAt: null };
  if (!hasEnded(form)) return { seconds: null, heldSeconds: null, abandoned: null, recorded: false, ...open };
  const whole = secondsIn(form, 'durationInSeconds');
  const spoken = spokenIn(form, whole);
  const isTaken = spoken !== null;
  return {
    seconds: spoken ?? 0,
    heldSeconds: whole === null ? null : Math.max(0, whole - (spoken ?? 0)),
    abandoned: !isTaken,
    recorded: recordingOf(form) !== null,
    ...open,
  };
}

/** Seconds with somebody of the house: of the number that was rung, or from when the caller was taken out of the queue. Null where nobody took it. */
function spokenIn(form: Form, whole: number | null): number | null {
  const dialled = secondsIn(form, 'dialDurationInSeconds');
  if (dialled !== null && dialled > 0) return whole === null ? dialled : Math.min(dialled, whole);
  if ((form.dequeuedToPhoneNumber ?? '') === '') return null;
  const queued = secondsIn(form, 'queueDurationInSeconds');
  return whole === null ? 0 : Math.max(0, whole - (queued ?? 0));
}
