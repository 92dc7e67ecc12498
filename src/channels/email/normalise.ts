/** Raw item -> post, news of a mail of ours, or the reason why it is neither. Pure. */
import type { Heard, HeardPost, Media } from '../../domain/post.ts';
import { dictionary, instant, storable, text } from '../reading.ts';
import { isNullPath, readByNobody, writtenBy } from './automatic.ts';
import { type MailPayload, readPayload } from './payload.ts';
import { idsIn, type Place, placeOf } from './place.ts';
import { readReport, returnedId, sayable } from './report.ts';
import { domainOf, readMessageId } from './tokens.ts';
import { wordsOf } from './words.ts';

interface Us {
  networkId: string;
  ourIds: readonly string[];
}

const unreadable = (reason: string, networkId?: string): Heard => ({
  kind: 'unreadable',
  reason,
  ...(networkId === undefined ? {} : { networkId }),
});
const ignored = (reason: string): Heard => ({ kind: 'ignored', reason });

/** Reads one raw item; strange input is `unreadable`, never a throw. */
export function normalise(payload: unknown, us: Us): Heard {
  const item = dictionary(payload);
  if (item?.form === 'unreadable') {
    return unreadable(
      `The mail could not be read: ${text(item.reason) ?? ''}`,
      text(item.messageId) ?? undefined,
    );
  }
  const mail = readPayload(payload);
  if (mail === null) return unreadable('This is no item of the email channel.');
  return mail.folder === 'sent' ? ofSent(mail, us) : ofInbox(mail, us);
}

function ofInbox(mail: MailPayload, us: Us): Heard {
  if (mail.report !== null) return ofReport(mail, mail.report, us);
  if (mail.from === null) return unreadable('The mail does not say who wrote it.', mail.messageId);
  const { address } = mail.from;
  // Anybody can write our address over a letter: our own are believed from the folder of sent mail only.
  if (us.ourIds.includes(address)) {
    return ignored(
      'It says that it is from our own address. What we send is read from the folder of sent mail.',
    );
  }
  const by = writtenBy(mail.headers, us.ourIds);
  if (by.kind === 'list') return ignored(by.reason);
  const daemon = isDaemon(address, mail);
  // Some servers say in plain words only that a mail came back; to which address it came back tells which.
  if (daemon && mail.plus?.messageId != null) return cameBack(mail, mail.plus.messageId);
  const automatic = by.kind === 'program' || daemon;
  return { kind: 'post', post: postOf(mail, us, { direction: 'inbound', with: address, automatic }) };
}

function cameBack(mail: MailPayload, networkId: string): Heard {
  const said = sayable(wordsOf(mail));
  const reason = `It came back. Look whether the address is right, or reach the author another way. The server said: "${said}".`;
  return {
    kind: 'delivery',
    network: 'email',
    networkId,
    status: 'failed',
    at: new Date(mail.receivedAt),
    reason,
  };
}

function isDaemon(address: string, mail: MailPayload): boolean {
  return (
    /^(mailer-daemon|postmaster)@/.test(address) &&
    (readByNobody(address) || isNullPath(mail.headers['return-path']))
  );
}

/** What somebody of us wrote with another program, or this one. */
function ofSent(mail: MailPayload, us: Us): Heard {
  const to = mail.to.find((one) => !us.ourIds.includes(one.address));
  if (to === undefined) return ignored('It went to nobody outside.');
  // Alerts to members: some servers keep what they send by themselves.
  if (writtenBy(mail.headers, us.ourIds).kind === 'program') return ignored('A program wrote it.');
  return { kind: 'post', post: postOf(mail, us, { direction: 'house', with: to.address, automatic: false }) };
}

function ofReport(mail: MailPayload, report: string, us: Us): Heard {
  const read = readReport(report);
  if (read === null)
    return unreadable('The delivery report says of no recipient what happened.', mail.messageId);
  const named = [
    returnedId(mail.returned),
    ...idsIn(mail.headers['in-reply-to']),
    ...idsIn(mail.headers.references),
  ];
  const networkId =
    mail.plus?.messageId ?? named.find((id) => id !== null && readMessageId(id, domainsOf(us)) !== null);
  if (networkId === undefined || networkId === null) {
    return ignored('It is a delivery report about a mail that this desk did not send.');
  }
  return { kind: 'delivery', network: 'email', networkId, ...read, at: new Date(mail.receivedAt) };
}

const domainsOf = (us: Us): string[] => [...new Set([us.networkId, ...us.ourIds].map(domainOf))];

interface Side {
  direction: HeardPost['direction'];
  /** Whose conversation it is. */
  with: string;
  automatic: boolean;
}

function postOf(mail: MailPayload, us: Us, side: Side): HeardPost {
  const place = placeOf(mail, domainsOf(us));
  const from = mail.from ?? { address: us.networkId, name: '' };
  const name = storable(from.name).trim().slice(0, 200);
  return {
    network: 'email',
    networkId: storable(mail.messageId),
    thread: place.thread,
    parentNetworkId: place.parent === null ? null : storable(place.parent),
    quotedNetworkId: null,
    direction: side.direction,
    visibility: 'direct',
    hearing: side.direction === 'house' ? 'own' : 'direct',
    by: {
      networkId: storable(from.address),
      handle: storable(from.address),
      name: name === '' ? null : name,
    },
    conversationWith: storable(side.with),
    text: withSubject(mail, place),
    language: null,
    media: mediaOf(mail),
    at: writtenAt(mail),
    revision: '0',
    ...(side.automatic ? { automatic: true as const } : {}),
    reach: null,
    handle: handleOf(mail, side),
    institution: null,
  };
}

/** The subject stands over the words that begin a thread; an answer repeats it. */
function withSubject(mail: MailPayload, place: Place): string {
  const words = wordsOf(mail);
  const subject = storable(mail.subject).trim();
  return place.parent !== null || subject === '' ? words : `${subject}\n\n${words}`.trim();
}

/** When it was received: what a mail says of its own time may be anything. A mail of ours is as old as it says. */
function writtenAt(mail: MailPayload): Date {
  const received = new Date(mail.receivedAt);
  const said = mail.folder === 'sent' ? instant(mail.headers.date) : null;
  return said === null || said > received ? received : said;
}

const mostReferences = 20;

/** What an answer needs: to whom it goes, under which subject, and what it refers to. */
function handleOf(mail: MailPayload, side: Side): Record<string, string> {
  // RFC 5322, 3.6.4: where the mail has no References, what it answers stands in their place.
  const before = idsIn(mail.headers.references ?? mail.headers['in-reply-to']);
  const ids = [...before, ...(isMade(mail.messageId) ? [] : [mail.messageId])];
  const references = [...ids.slice(0, 1), ...ids.slice(1).slice(-mostReferences)];
  return {
    to: storable(side.with),
    subject: storable(mail.subject).trim().slice(0, 500),
    ...(references.length === 0 ? {} : { references: storable(references.join(' ')) }),
    ...(side.automatic ? { automatic: 'yes' } : {}),
  };
}

/** A Message-ID that the mail lacked and that was made here: nobody else knows it. */
export const isMade = (messageId: string): boolean => messageId.endsWith('@without-message-id>');

function mediaOf(mail: MailPayload): Media[] {
  const files = mail.files.map(({ address, name, type, bytes }): Media => {
    const kind = type.startsWith('image/') && type !== 'image/svg+xml' ? 'image' : 'other';
    return {
      kind,
      address: storable(address),
      alt: null,
      type: storable(type),
      file: { name: storable(name), bytes },
    };
  });
  const left = mail.left.map(
    (sentence): Media => ({ kind: 'other', address: '', alt: storable(sentence), type: null }),
  );
  return [...files, ...left].slice(0, mostMedia);
}

/** As many as our own address of a post's media can name. */
const mostMedia = 50;
