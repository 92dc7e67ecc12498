/** Invented posts, any number, always the same for one seed: six languages, many authors, long and short threads. */
import { createHash } from 'node:crypto';

export interface BenchShape {
  posts: number;
  authors: number;
  conversations: number;
  /** The size of the largest conversation. */
  largest: number;
  doubles: number;
  edits: number;
  /** Posts of another beginning are other posts; default 0. */
  from?: number;
}

export const words: Record<string, readonly string[]> = {
  en: 'no water since monday the hotline only says come and see please answer our street is dark again bill meter wrong refund nurse queue bus late'.split(
    ' ',
  ),
  sw: 'maji hayatoki tangu jumatatu simu haijibiwi tafadhali jibuni mtaa wetu una giza tena bili mita makosa hospitali foleni basi limechelewa sana'.split(
    ' ',
  ),
  rw: 'nta mazi kuva kuwa mbere telefoni ntawuyitaba mudusubize umuhanda wacu uri mu mwijima nanone fagitire mubazi amakosa ivuriro umurongo bisi'.split(
    ' ',
  ),
  fr: 'pas d eau depuis lundi personne ne repond au telephone la rue est encore dans le noir facture compteur erreur hopital attente bus retard merci'.split(
    ' ',
  ),
  yo: 'kò sí omi láti ọjọ́ ajé kò sí ẹni tó ń dáhùn tẹlifóònù ẹ jọ̀ọ́ dá wa lóhùn òpópónà wa ṣókùnkùn owó iná mítà àṣìṣe ilé ìwòsàn'.split(
    ' ',
  ),
  am: 'ከሰኞ ጀምሮ ውሃ የለም ስልክ የሚያነሳ የለም እባካችሁ መልሱልን መንገዳችን ጨለማ ነው ሂሳብ ቆጣሪ ስህተት ሆስፒታል ሰልፍ አውቶብስ ዘገየ'.split(' '),
};
const languages = Object.keys(words);

/** A small generator of even numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function sentence(random: () => number): { text: string; language: string } {
  const language = languages[Math.floor(random() * languages.length)] ?? 'en';
  const list = words[language] ?? [];
  const length = 20 + Math.floor(random() ** 3 * 980);
  let text = '';
  while (text.length < length) text += `${list[Math.floor(random() * list.length)]} `;
  return { text: text.slice(0, length).trim(), language };
}

const keyAlphabet = '234567abcdefghijklmnopqrstuvwxyz';
const recordKey = (n: number): string => {
  let key = '';
  for (let i = 0, left = n; i < 13; i++, left = Math.floor(left / 32)) key = keyAlphabet[left % 32] + key;
  return key;
};
/** An account's id says nothing about when it was made, as on the real network: neighbours in time are no neighbours in an index. */
const did = (n: number): string => {
  const digest = createHash('sha256').update(`account ${n}`).digest();
  return `did:plc:${Array.from(digest.subarray(0, 24), (byte) => keyAlphabet[byte % 32]).join('')}`;
};

export const house = did(0);
const cid = 'bafyreib2rxk3rh6kzwq2m6xqf7xmmy2g5n3vmk5w3o2wqk6p4dz6y4xq4a';

export interface BenchItem {
  key: string;
  payload: unknown;
}

/** Items as the Bluesky channel stores them raw; doubles and edits follow what they repeat at some distance. */
export function* benchItems(shape: BenchShape, seed = 1): Generator<BenchItem> {
  const random = seeded(seed);
  const from = shape.from ?? 0;
  const recent: { item: BenchItem; commit: Commit }[] = [];
  const start = Date.UTC(2026, 0, 1);
  let begun = 0;
  let inLargest = 0;
  for (let n = 1; n <= shape.posts; n++) {
    // A thread is begun as long as conversations are owed, else one that is there goes on; the first is the great one.
    const owed = (shape.conversations * n) / shape.posts;
    let conversation: number;
    if (begun < owed) conversation = begun++;
    else if (
      inLargest < shape.largest - 1 &&
      random() < shape.largest / Math.max(1, shape.posts - shape.conversations)
    ) {
      conversation = 0;
      inLargest += 1;
    } else conversation = 1 + Math.floor(random() * Math.max(1, begun - 1));
    const item = post({
      n: from + n,
      conversation: from + conversation,
      author: from + 1 + (conversation % shape.authors),
      at: start + n * 50,
      random,
    });
    yield item.item;
    recent.push(item);
    if (recent.length > 5_000) recent.shift();
    const before = recent[Math.floor(random() * recent.length)];
    if (before === undefined) continue;
    if (random() < shape.doubles) yield before.item;
    if (random() < shape.edits) yield edited(before.commit, from + n, random);
  }
}

interface Commit {
  did: string;
  rkey: string;
  root: string;
  at: string;
  first: boolean;
}

function post(about: { n: number; conversation: number; author: number; at: number; random: () => number }) {
  const by = did(about.author);
  const rkey = recordKey(1_000_000_000 + about.n);
  const root = `at://${by}/app.bsky.feed.post/${recordKey(500_000_000 + about.conversation)}`;
  const commit = { did: by, rkey, root, at: new Date(about.at).toISOString(), first: false };
  return {
    item: itemOf(commit, 'create', recordKey(2_000_000_000 + about.n), sentence(about.random)),
    commit,
  };
}

function edited(commit: Commit, n: number, random: () => number): BenchItem {
  return itemOf(commit, 'update', recordKey(3_000_000_000 + n), sentence(random));
}

function itemOf(
  commit: Commit,
  operation: string,
  rev: string,
  said: { text: string; language: string },
): BenchItem {
  const mention = {
    index: { byteStart: 0, byteEnd: 5 },
    features: [{ $type: 'app.bsky.richtext.facet#mention', did: house }],
  };
  return {
    key: commit.root,
    payload: {
      form: 'commit',
      operation,
      did: commit.did,
      rkey: commit.rkey,
      rev,
      cid,
      record: {
        $type: 'app.bsky.feed.post',
        text: said.text,
        langs: [said.language],
        createdAt: commit.at,
        facets: [mention],
        reply: { root: { uri: commit.root, cid }, parent: { uri: commit.root, cid } },
      },
      at: commit.at,
      author: {
        did: commit.did,
        handle: `${commit.did.slice(-8)}.bsky.example`,
        name: null,
        followers: null,
        verified: null,
      },
      pictures: '',
    },
  };
}
