/** Reads a post's record, believing nothing about it. */
import type { Media } from '../../domain/post.ts';
import { type Dictionary, dictionaries, dictionary, instant, list, storable, text } from '../reading.ts';
import { readAddress } from './identifiers.ts';

export interface Reference {
  uri: string;
  cid: string | null;
}

export interface ReadRecord {
  text: string;
  language: string | null;
  createdAt: Date | null;
  parent: Reference | null;
  root: Reference | null;
  quoted: Reference | null;
  /** Ids that the text mentions. */
  mentioned: readonly string[];
  media: Media[];
}

/** The parts of a post that we use; null when it is no post at all. */
export function readRecord(value: unknown, did: string, pictures: string): ReadRecord | null {
  const record = dictionary(value);
  const words = text(record?.text);
  if (record === null || words === null) return null;
  const reply = dictionary(record.reply);
  const parent = reference(reply?.parent);
  return {
    text: storable(words),
    language: languageOf(record),
    createdAt: instant(record.createdAt),
    parent,
    root: reference(reply?.root) ?? parent,
    quoted: quotedBy(dictionary(record.embed)),
    mentioned: mentionsOf(record),
    media: mediaOf(dictionary(record.embed), did, pictures),
  };
}

function languageOf(record: Dictionary): string | null {
  const tag = text(list(record.langs)[0]);
  const primary = tag === null ? null : /^[a-z]{2,3}(?=$|-)/i.exec(tag);
  return primary === null ? null : primary[0].toLowerCase();
}

function reference(value: unknown): Reference | null {
  const pair = dictionary(value);
  const uri = text(pair?.uri);
  if (uri === null || readAddress(uri) === null) return null;
  return { uri, cid: text(pair?.cid) };
}

function mentionsOf(record: Dictionary): string[] {
  const mentioned: string[] = [];
  for (const facet of dictionaries(record.facets)) {
    for (const feature of dictionaries(facet.features)) {
      const did = feature.$type === 'app.bsky.richtext.facet#mention' ? text(feature.did) : null;
      if (did !== null) mentioned.push(did);
    }
  }
  return mentioned;
}

function quotedBy(embed: Dictionary | null): Reference | null {
  if (embed?.$type === 'app.bsky.embed.record') return reference(embed.record);
  if (embed?.$type === 'app.bsky.embed.recordWithMedia') return reference(dictionary(embed.record)?.record);
  return null;
}

function mediaOf(embed: Dictionary | null, did: string, pictures: string): Media[] {
  switch (embed?.$type) {
    case 'app.bsky.embed.recordWithMedia':
      return mediaOf(dictionary(embed.media), did, pictures);
    case 'app.bsky.embed.images':
      return dictionaries(embed.images).flatMap((one) => blobOf(one, one.image, 'image', did, pictures));
    case 'app.bsky.embed.gallery':
      return dictionaries(embed.items).flatMap((one) => blobOf(one, one.image, 'image', did, pictures));
    case 'app.bsky.embed.video':
      return blobOf(embed, embed.video, 'video', did, pictures);
    case 'app.bsky.embed.external':
      return linkOf(dictionary(embed.external));
    default:
      return [];
  }
}

function blobOf(
  from: Dictionary,
  value: unknown,
  kind: Media['kind'],
  did: string,
  pictures: string,
): Media[] {
  const blob = dictionary(value);
  const cid = text(dictionary(blob?.ref)?.$link) ?? text(blob?.cid);
  if (cid === null || !/^[a-zA-Z0-9]+$/.test(cid)) return [];
  const address = pictures.replace('{did}', encodeURIComponent(did)).replace('{cid}', cid);
  const alt = text(from.alt);
  return [
    { kind, address, alt: alt === null || alt === '' ? null : storable(alt), type: text(blob?.mimeType) },
  ];
}

function linkOf(external: Dictionary | null): Media[] {
  const address = text(external?.uri);
  if (address === null || !/^https?:\/\//i.test(address)) return [];
  const title = text(external?.title);
  return [
    { kind: 'link', address: storable(address), alt: title === null ? null : storable(title), type: null },
  ];
}
