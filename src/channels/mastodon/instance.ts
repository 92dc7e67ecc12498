/** What a server says of itself, and what an account on it can therefore do: kept in the account's settings, since no two servers do the same. */
import { type Dictionary, dictionary, text } from '../reading.ts';
import { usualMost, usualPerAddress } from './length.ts';

export interface Instance {
  domain: string;
  /** Its software and version, as it says. */
  software: string;
  most: number;
  perAddress: number;
  imageBytes: number | null;
  pictures: number;
  /** Where its stream is, by its own word; null where it names none. */
  streaming: string | null;
  /** The same request under one key is done once. */
  keepsKeys: boolean;
  /** Several statuses can be asked for at once. */
  batches: boolean;
}

/** From /api/v2/instance, or from its older form; null for what is neither. */
export function readInstance(body: unknown): Instance | null {
  const said = dictionary(body);
  const domain = bare(text(said?.account_domain) ?? text(said?.domain) ?? text(said?.uri) ?? '');
  if (said === null || domain === '') return null;
  const configuration = dictionary(said.configuration);
  const statuses = dictionary(configuration?.statuses);
  const version = text(said.version) ?? '';
  const isMastodon = /^\d+\.\d+\.\d+/.test(version) && !/[( ]/.test(version) && isOfMastodon(said);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return {
    domain,
    software: softwareOf(version, isMastodon),
    most: number(statuses?.max_characters) ?? number(said.max_toot_chars) ?? usualMost,
    perAddress: number(statuses?.characters_reserved_per_url) ?? usualPerAddress,
    imageBytes: number(dictionary(configuration?.media_attachments)?.image_size_limit),
    pictures: number(statuses?.max_media_attachments) ?? 4,
    streaming: text(dictionary(configuration?.urls)?.streaming) ?? text(dictionary(said.urls)?.streaming_api),
    keepsKeys: isMastodon,
    batches: isMastodon && (major > 4 || (major === 4 && minor >= 3)),
  };
}

/** Many servers give a version of Mastodon's before their own; Mastodon itself names where its source is. */
function isOfMastodon(said: Dictionary): boolean {
  const source = text(said.source_url);
  return source === null || /mastodon/i.test(source);
}

function softwareOf(version: string, isMastodon: boolean): string {
  const own = /(?:really |compatible; )([^)]+)/.exec(version)?.[1];
  return own ?? (isMastodon ? `Mastodon ${version}` : version.slice(0, 60));
}

/** The domain of an address or of a domain. */
function bare(said: string): string {
  return said
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}
