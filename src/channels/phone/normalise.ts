import { type Call, takenAt } from '../../domain/call.ts';
import type { Heard, HeardPost } from '../../domain/post.ts';
import { spacedNumber } from '../../domain/telephone.ts';
import { authorOf, type DeskItem, type LineItem, PhoneItem, threadOf } from './item.ts';
import { callerOf, callIn, hasEnded, recordingOf } from './line.ts';

/** How an author is called whose number was withheld. */
const withheld = 'Number withheld';

/** Makes a post of one part of a call. Pure; never throws. */
export function normalisePhone(payload: unknown, line: string): Heard {
  const read = PhoneItem.safeParse(payload);
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? '';
    return { kind: 'unreadable', reason: `This is no call: "${field}" is not right.` };
  }
  return read.data.from === 'line' ? ofLine(read.data, line) : ofDesk(read.data);
}

function ofLine({ part, began, form }: LineItem, line: string): Heard {
  const session = form.sessionId ?? '';
  if (session === '') return { kind: 'unreadable', reason: 'The call has no id ("sessionId").' };
  const call = callIn(form);
  const at = new Date(began);
  const number = callerOf(form);
  const recording = recordingOf(form);
  const post = base(line, { number, call: session }, { networkId: session, at });
  if (part === 'taken') {
    const taken = takenAt(at, call);
    if (taken === null) return { kind: 'unreadable', reason: 'Nobody took this call.' };
    return { kind: 'post', post: houseOf(post, { part, at: taken, call, name: line }) };
  }
  if (part === 'message') {
    const media = recording === null ? [] : [recordingAt(recording)];
    const left = { ...call, seconds: null, heldSeconds: null, abandoned: true, recorded: recording !== null };
    return {
      kind: 'post',
      post: {
        ...post,
        networkId: `${session}/message`,
        parentNetworkId: session,
        media,
        call: left,
        revision: '1',
      },
    };
  }
  // What a caller said who was not taken is the message, a post of its own.
  const media = recording === null || call.abandoned !== false ? [] : [recordingAt(recording)];
  // The first version of a call is without a revision: that it ended completes it and is no edit of the author's.
  return {
    kind: 'post',
    post: {
      ...post,
      media,
      call: { ...call, recorded: media.length > 0 },
      revision: hasEnded(form) ? '1' : '',
    },
  };
}

function ofDesk(item: DeskItem): Heard {
  const { part, id, line, number, hidden, name, text, seconds, promised, callAt, unit } = item;
  const at = new Date(item.at);
  const call: Call = { seconds, heldSeconds: 0, abandoned: false, recorded: false, promised, callAt };
  const post = base(line, { number, call: hidden ?? id }, { networkId: id, at });
  post.by.name = name;
  if (part === 'call')
    return { kind: 'post', post: { ...post, text, call, ...(unit === null ? {} : { unit }) } };
  // The rule puts the answer after the call; a call back is its own moment.
  const taken = part === 'back' ? at : (takenAt(at, call) ?? at);
  return { kind: 'post', post: { ...houseOf(post, { part, at: taken, call, name: item.house }), text } };
}

const recordingAt = (address: string): HeardPost['media'][number] => ({
  kind: 'other',
  address,
  alt: null,
  type: 'audio/mpeg',
});

function base(
  line: string,
  caller: { number: string | null; call: string },
  { networkId, at }: { networkId: string; at: Date },
): HeardPost {
  const author = authorOf(caller);
  return {
    network: 'phone',
    networkId,
    thread: threadOf(line, caller),
    parentNetworkId: null,
    quotedNetworkId: null,
    direction: 'inbound',
    visibility: 'direct',
    hearing: 'direct',
    by: {
      networkId: author,
      handle: caller.number === null ? withheld : spacedNumber(caller.number),
      name: null,
    },
    conversationWith: author,
    text: '',
    language: null,
    media: [],
    at,
    revision: at.toISOString(),
    reach: null,
    handle: caller.number === null ? { withheld: 'yes' } : {},
    institution: null,
  };
}

/** Our side of a call. */
function houseOf(
  post: HeardPost,
  { part, at, call, name }: { part: 'taken' | 'back'; at: Date; call: Call; name: string },
): HeardPost {
  const line = post.thread.slice(0, post.thread.indexOf(' '));
  return {
    ...post,
    networkId: `${post.networkId}/${part}`,
    parentNetworkId: part === 'taken' ? post.networkId : null,
    direction: 'house',
    hearing: 'own',
    by: { networkId: line, handle: spacedNumber(name), name: null },
    at,
    revision: at.toISOString(),
    handle: {},
    call: { ...call, recorded: false, callAt: null },
  };
}
