/** Raw item -> post: past this point no field has Bluesky's own name for it. Pure. */
import type { Heard, HeardPost, Hearing, Reach } from '../../domain/post.ts';
import { type Dictionary, dictionaries, dictionary, instant, storable, text } from '../reading.ts';
import { type Ears, hearingOf, hearingOfReason } from './hearing.ts';
import { ownerOf, postAddress, postCollection, readAddress, timeOfKey } from './identifiers.ts';
import { messageId } from './payload.ts';
import { type ReadRecord, readRecord } from './record.ts';

type Us = Ears & { networkId: string };

/** Reads one raw item; strange input is `unreadable`, never a throw. */
export function normalise(payload: unknown, us: Us): Heard {
  const item = dictionary(payload);
  switch (item?.form) {
    case 'commit':
      return ofCommit(item, us);
    case 'view':
      return ofView(item, us);
    case 'message':
      return ofMessage(item, us);
    case 'unreadable':
      return unreadable(`The network sent something that could not be decoded: ${text(item.reason) ?? ''}`);
    default:
      return unreadable('This is no item of the Bluesky channel.');
  }
}

const unreadable = (reason: string, networkId?: string): Heard => ({
  kind: 'unreadable',
  reason,
  ...(networkId === undefined ? {} : { networkId }),
});
const ignored = (reason: string): Heard => ({ kind: 'ignored', reason });

function ofCommit(item: Dictionary, us: Us): Heard {
  const [did, rkey, rev] = [text(item.did), text(item.rkey), text(item.rev)];
  const at = instant(item.at);
  if (did === null || rkey === null || rev === null || at === null) {
    return unreadable('The commit lacks its repository, key, revision or time.');
  }
  const uri = postAddress(did, rkey);
  if (readAddress(uri) === null) return unreadable('The commit names no valid address.');
  if (item.operation === 'delete') return { kind: 'deleted', network: 'bluesky', networkId: uri, at };
  const record = readRecord(item.record, did, text(item.pictures) ?? '');
  const cid = text(item.cid);
  if (record === null || cid === null) return unreadable('The commit carries no readable post.', uri);
  const hearing = hearingOf(record, did, us) ?? (item.known === true ? 'watched' : null);
  if (hearing === null) return ignored('It does not name, answer or quote us, and holds no watched word.');
  const revision = item.operation === 'update' ? editRevision(rev) : firstRevision;
  return post({ uri, did, cid, record, at, revision, hearing, author: dictionary(item.author) }, us);
}

function ofView(item: Dictionary, us: Us): Heard {
  const [uri, cid] = [text(item.uri), text(item.cid)];
  const address = uri === null ? null : readAddress(uri);
  if (uri === null || address === null || cid === null) return unreadable('The view names no valid address.');
  if (address.collection !== postCollection) return ignored('It is no post.');
  const record = readRecord(item.record, address.did, text(item.pictures) ?? '');
  if (record === null) return unreadable('The view carries no readable post.', uri);
  const hearing = hearingOf(record, address.did, us) ?? hearingOfReason(text(item.reason));
  if (hearing === null) return ignored('It does not name, answer or quote us, and holds no watched word.');
  const at = instant(item.at) ?? record.createdAt ?? timeOfKey(address.rkey);
  if (at === null) return unreadable('The view does not say when it was written.', uri);
  const author = dictionary(item.author);
  return post({ uri, did: address.did, cid, record, at, revision: firstRevision, hearing, author }, us);
}

/**
 * However a post was heard, its first version has this revision and every edit a later one that the repository's own clock
 * orders: the same version heard twice is the same.
 */
const firstRevision = '0';
const editRevision = (rev: string): string => `1${rev}`;

interface Facts {
  uri: string;
  did: string;
  cid: string;
  record: ReadRecord;
  at: Date;
  revision: string;
  hearing: Hearing;
  author: Dictionary | null;
}

function post(facts: Facts, us: Us): Heard {
  const { uri, did, record, author, hearing } = facts;
  const root = record.root ?? { uri, cid: facts.cid };
  const heard: HeardPost = {
    network: 'bluesky',
    networkId: uri,
    thread: root.uri,
    parentNetworkId: record.parent?.uri ?? null,
    quotedNetworkId: record.quoted?.uri ?? null,
    direction: hearing === 'own' ? 'house' : 'inbound',
    visibility: 'public',
    hearing,
    by: identityOf(did, author),
    conversationWith: hearing === 'own' ? answered(record, us) : did,
    text: record.text,
    language: record.language,
    media: record.media,
    at: believable(record.createdAt, facts.at),
    revision: facts.revision,
    ...(facts.revision === firstRevision ? {} : { edited: true }),
    reach: reachOf(author),
    ...statedBy(author),
    handle: { cid: facts.cid, root: root.uri, ...(root.cid === null ? {} : { rootCid: root.cid }) },
    institution: null,
  };
  return { kind: 'post', post: heard };
}

function answered(record: ReadRecord, us: Us): string | null {
  const parent = ownerOf(record.parent?.uri ?? null);
  return parent === null || us.ourIds.includes(parent) ? null : parent;
}

/**
 * The author's program says when it wrote; the network says when it saw. The former is believed within an hour before the latter:
 * a post that pretends to be old must not overtake those who wait.
 */
function believable(written: Date | null, seen: Date): Date {
  if (written === null || written > seen) return seen;
  return seen.getTime() - written.getTime() <= 3_600_000 ? written : seen;
}

function identityOf(did: string, author: Dictionary | null) {
  const name = text(author?.name);
  return {
    networkId: did,
    handle: storable(text(author?.handle) ?? did),
    name: name === null || name === '' ? null : storable(name),
  };
}

function reachOf(author: Dictionary | null): Reach | null {
  const followers = typeof author?.followers === 'number' ? author.followers : null;
  const verified = typeof author?.verified === 'boolean' ? author.verified : null;
  return followers === null && verified === null ? null : { followers, verified, shares: null };
}

/** A profile says where somebody lives in their own words only: the network has no field for it. */
function statedBy(author: Dictionary | null): Pick<HeardPost, 'stated'> {
  const home = text(author?.home);
  return home === null || home === '' ? {} : { stated: { home: storable(home).slice(0, 300), field: null } };
}

function ofMessage(item: Dictionary, us: Us): Heard {
  const convo = text(item.convo);
  const message = dictionary(item.message);
  const [id, rev, sender] = [text(message?.id), text(message?.rev), text(dictionary(message?.sender)?.did)];
  const at = instant(message?.sentAt);
  if (convo === null || message === null || id === null || rev === null || sender === null || at === null) {
    return unreadable('The direct message lacks its conversation, id, sender or time.');
  }
  const networkId = messageId(convo, id);
  const words = text(message.text);
  if (item.removed === true || words === null) return { kind: 'deleted', network: 'bluesky', networkId, at };
  const others = dictionaries(item.members).filter((member) => member.did !== us.networkId);
  const ours = us.ourIds.includes(sender);
  const other = ours ? (text(others[0]?.did) ?? null) : sender;
  if (others.length > 1) return ignored('It is a conversation of more than two.');
  const by = dictionaries(item.members).find((member) => member.did === sender) ?? null;
  const heard: HeardPost = {
    network: 'bluesky',
    networkId,
    thread: convo,
    parentNetworkId: null,
    quotedNetworkId: shownPost(message.embed),
    direction: ours ? 'house' : 'inbound',
    visibility: 'direct',
    hearing: ours ? 'own' : 'direct',
    by: identityOf(sender, by),
    conversationWith: other,
    text: storable(words),
    language: null,
    media: [],
    at,
    revision: rev,
    reach: reachOf(by),
    ...statedBy(by),
    handle: { convo },
    institution: null,
  };
  return { kind: 'post', post: heard };
}

/** A post that a direct message shows. */
function shownPost(embed: unknown): string | null {
  const uri = text(dictionary(dictionary(embed)?.record)?.uri);
  return uri !== null && readAddress(uri)?.collection === postCollection ? uri : null;
}
