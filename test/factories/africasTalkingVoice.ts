/**
 * A double of Africa's Talking voice: it calls a line, tells of the call as they do, obeys the XML that it is given, and plays their faults. It takes nothing but the actions that
 * their documentation names. The clock is the script's: nothing waits.
 */

export interface CallScript {
  session: string;
  /** As they write it: a number, or what stands there where it is withheld. */
  from: string;
  to: string;
  starts: Date;
  /** The key that the caller presses when asked; null: none. */
  key?: string | null;
  /** Seconds until somebody takes it once it is put through; null: nobody does. */
  takenAfter?: number | null;
  /** Seconds that are spoken then. */
  speaks?: number;
  /** Seconds after which the caller hangs up where nobody takes it. */
  patience?: number;
  /** Says something where they are asked to leave a message. */
  leavesMessage?: boolean;
  /** Where their recordings are. */
  recordings?: string;
  faults?: { twice?: boolean; finalFirst?: boolean; noFinal?: boolean };
}

/** Tells the desk; answers what the desk says. */
export type Tell = (form: Readonly<Record<string, string>>, at: Date) => Promise<string>;

export interface Played {
  /** Everything that was read aloud, in order. */
  said: string[];
  /** The numbers that were rung. */
  rung: string[];
}

/** Plays a call from its beginning to its end. */
export async function playCall(script: CallScript, tell: Tell): Promise<Played> {
  const {
    key = null,
    takenAfter = null,
    speaks = 0,
    patience = 30,
    leavesMessage = false,
    faults = {},
  } = script;
  const played: Played = { said: [], rung: [] };
  const late: { form: Record<string, string>; at: Date }[] = [];
  let passed = 0;
  const at = () => new Date(script.starts.getTime() + passed * 1_000);
  const told = async (more: Record<string, string>): Promise<Action[]> => {
    const form = { ...head(script), isActive: '1', callSessionState: 'Active', ...more };
    const actions = readActions(await tell(form, at()));
    if (faults.twice) await tell(form, at());
    if (faults.finalFirst) late.push({ form, at: at() });
    played.said.push(...actions.flatMap(({ says }) => says));
    return actions;
  };
  let actions = await told({});
  const ask = actions.find(({ name }) => name === 'GetDigits');
  passed += 4;
  if (ask !== undefined && key !== null) actions = await told({ dtmfDigits: key });
  const end: Record<string, string> = {};
  const dial = actions.find(({ name }) => name === 'Dial');
  const record = actions.find(({ name }) => name === 'Record');
  if (dial !== undefined) {
    played.rung.push(...(dial.attributes.phoneNumbers ?? '').split(','));
    passed += takenAfter ?? patience;
    if (takenAfter !== null) {
      passed += speaks;
      end.dialDurationInSeconds = String(speaks);
      end.dialDestinationNumber = played.rung[0] ?? '';
      if (dial.attributes.record === 'true') end.recordingUrl = recordingAddress(script);
    }
  } else if (record !== undefined && leavesMessage) {
    passed += 20;
    await told({ recordingUrl: recordingAddress(script) });
  }
  if (!faults.noFinal) await finish(script, tell, { end, passed, at: at() });
  for (const one of late) await tell(one.form, one.at);
  return played;
}

const recordingAddress = ({ recordings = 'https://recordings.example', session }: CallScript): string =>
  `${recordings}/${session}.mp3`;

async function finish(
  { faults = {}, ...script }: CallScript,
  tell: Tell,
  { end, passed, at }: { end: Record<string, string>; passed: number; at: Date },
): Promise<void> {
  const form = {
    ...head(script),
    isActive: '0',
    callSessionState: 'Completed',
    status: 'Success',
    durationInSeconds: String(passed),
    amount: '1.250000000000000',
    currencyCode: 'KES',
    ...end,
  };
  await tell(form, at);
  if (faults.twice) await tell(form, at);
}

const head = ({ session, from, to, starts }: CallScript): Record<string, string> => ({
  sessionId: session,
  direction: 'Inbound',
  callerNumber: from,
  destinationNumber: to,
  callStartTime: starts.toISOString().slice(0, 19).replace('T', '+'),
  callerCountryCode: '254',
  callerCarrierName: 'Invented',
});

interface Action {
  name: string;
  attributes: Record<string, string>;
  says: string[];
}

/** Actions and their attributes, as their documentation names them. */
const known: Record<string, readonly string[]> = {
  Say: ['voice', 'playBeep'],
  Play: ['url'],
  GetDigits: ['numDigits', 'timeout', 'finishOnKey', 'callbackUrl'],
  Dial: ['phoneNumbers', 'record', 'sequential', 'callerId', 'ringBackTone', 'maxDuration'],
  Record: ['finishOnKey', 'maxLength', 'timeout', 'trimSilence', 'playBeep', 'callbackUrl'],
  Enqueue: ['name', 'holdMusic'],
  Dequeue: ['name', 'phoneNumber'],
  Reject: [],
};

/** Reads an answer; throws where it holds anything that they do not know. */
export function readActions(xml: string): Action[] {
  const inside = /^<\?xml version="1\.0" encoding="UTF-8"\?><Response>(.*)<\/Response>$/s.exec(xml)?.[1];
  if (inside === undefined) throw new Error(`no answer that the network reads: ${xml}`);
  const found: Action[] = [];
  const open: string[] = [];
  for (const [whole, closing, name = '', written = '', alone, words] of inside.matchAll(
    /<(\/?)([A-Za-z]+)((?: [A-Za-z]+="[^"<>]*")*)(\/?)>|([^<>]+)/g,
  )) {
    if (words !== undefined) {
      if (open.at(-1) !== 'Say') throw new Error(`words outside of Say: ${whole}`);
      found.at(-1)?.says.push(plain(words));
    } else if (closing === '/') {
      if (open.pop() !== name) throw new Error(`not closed in order: ${whole}`);
    } else {
      const attributes = Object.fromEntries(
        [...written.matchAll(/ ([A-Za-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
          key,
          plain(value),
        ]),
      );
      const strange = Object.keys(attributes).find((key) => !known[name]?.includes(key));
      if (known[name] === undefined || strange !== undefined)
        throw new Error(`unknown to the network: ${whole}`);
      found.push({ name, attributes, says: [] });
      if (alone !== '/') open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`);
  return found;
}

const plain = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** The body of a form. */
export const formBody = (form: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(new URLSearchParams(form).toString());
