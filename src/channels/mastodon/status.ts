/** Reads a status as servers give it, without believing its shape. Pure. */
import type { Media, StatedPlaces } from '../../domain/post.ts';
import { statedHome } from '../bluesky/home.ts';
import { type Dictionary, dictionaries, dictionary, instant, storable, text } from '../reading.ts';
import { idOf, wholeName } from './payload.ts';
import { textOfHtml, withoutEmoji } from './words.ts';

export interface Author {
  name: string;
  shown: string | null;
  followers: number | null;
  stated: StatedPlaces | null;
}

export interface ReadStatus {
  id: string;
  by: Author;
  parent: string | null;
  /** Ids of accounts on that server, not names. */
  parentAccount: string | null;
  quoted: { id: string; by: string | null } | null;
  /** Whole names, and the server's ids of them. */
  mentioned: readonly { id: string | null; name: string }[];
  visibility: 'public' | 'unlisted' | 'private';
  text: string;
  warning: string;
  language: string | null;
  media: Media[];
  at: Date;
  editedAt: Date | null;
  address: string | null;
  isBoost: boolean;
}

/** Null for what lacks its id, its author or its time. */
export function readStatus(value: unknown, domain: string): ReadStatus | null {
  const status = dictionary(value);
  const [id, at] = [idOf(status?.id), instant(status?.created_at)];
  const by = readAuthor(dictionary(status?.account), domain);
  if (status === null || id === null || at === null || by === null) return null;
  const warning = storable(text(status.spoiler_text) ?? '').trim();
  return {
    id,
    by,
    parent: idOf(status.in_reply_to_id),
    parentAccount: text(status.in_reply_to_account_id),
    quoted: quotedBy(status, domain),
    mentioned: mentionedIn(status, domain),
    visibility:
      status.visibility === 'public' || status.visibility === 'unlisted' ? status.visibility : 'private',
    text: wordsOf(status, domain, warning),
    warning,
    language: languageOf(status),
    media: mediaOf(status),
    at,
    editedAt: instant(status.edited_at),
    address: text(status.url) ?? text(status.uri),
    isBoost: dictionary(status.reblog) !== null,
  };
}

function readAuthor(account: Dictionary | null, domain: string): Author | null {
  const name = wholeName(account?.acct, domain);
  if (account === null || name === null) return null;
  const shown = storable(withoutEmoji(text(account.display_name) ?? ''));
  const followers = account.followers_count;
  return {
    name: storable(name),
    shown: shown === '' ? null : shown,
    // Who hides them, or a server that counts none, says -1 or 0.
    followers:
      typeof followers === 'number' && Number.isInteger(followers) && followers >= 0 ? followers : null,
    stated: statedBy(account),
  };
}

const ofHome =
  /^(?:location|lives? in|living in|home|city|town|lieu|ville|localisation|mahali|mji|makao|aho ntuye|localização|cidade)$/iu;

/** Where somebody says that they live: in a line of the profile that is named so, or in their own description. */
function statedBy(account: Dictionary): StatedPlaces | null {
  const line = dictionaries(account.fields).find((one) => ofHome.test((text(one.name) ?? '').trim()));
  const said = line === undefined ? null : textOfHtml(text(line.value) ?? '');
  const home = said || statedHome(textOfHtml(text(account.note) ?? ''));
  return home === null || home === '' ? null : { home: storable(home).slice(0, 300), field: null };
}

function mentionedIn(status: Dictionary, domain: string): ReadStatus['mentioned'] {
  return dictionaries(status.mentions).flatMap((one) => {
    const name = wholeName(one.acct, domain);
    return name === null ? [] : [{ id: text(one.id), name }];
  });
}

function quotedBy(status: Dictionary, domain: string): ReadStatus['quoted'] {
  const quote = dictionary(status.quote);
  const shown = dictionary(quote?.quoted_status) ?? (text(quote?.content) === null ? null : quote);
  const id = idOf(shown?.id) ?? idOf(quote?.quoted_status_id) ?? idOf(status.quote_id);
  return id === null ? null : { id, by: wholeName(dictionary(shown?.account)?.acct, domain) };
}

/** The warning stands before the words, as readers of the network see it; a poll's answers behind them. */
function wordsOf(status: Dictionary, domain: string, warning: string): string {
  const names = new Map(
    dictionaries(status.mentions).flatMap((one) => {
      const [address, name] = [text(one.url), wholeName(one.acct, domain)];
      return address === null || name === null ? [] : [[address, name] as const];
    }),
  );
  const written = textOfHtml(text(status.content) ?? '', (address) => names.get(address) ?? null);
  const poll = pollOf(dictionary(status.poll));
  return [warning, written, poll].filter((part) => part !== '').join('\n\n');
}

function pollOf(poll: Dictionary | null): string {
  return dictionaries(poll?.options)
    .map((one) => `[ ] ${storable(text(one.title) ?? '').trim()}`)
    .join('\n');
}

/** Servers give "pt-BR" and "zh_Hant" too. */
function languageOf(status: Dictionary): string | null {
  const code = (text(status.language) ?? '').toLowerCase().split(/[-_]/)[0] ?? '';
  return /^[a-z]{2,3}$/.test(code) ? code : null;
}

const kinds: Readonly<Record<string, Media['kind']>> = { image: 'image', video: 'video', gifv: 'video' };

function mediaOf(status: Dictionary): Media[] {
  return dictionaries(status.media_attachments).flatMap((one) => {
    const address = text(one.url) ?? text(one.remote_url);
    if (address === null || !/^https?:\/\//i.test(address)) return [];
    const alt = text(one.description);
    const kind = kinds[text(one.type) ?? ''] ?? 'other';
    return [
      {
        kind,
        address: storable(address),
        alt: alt === null || alt === '' ? null : storable(alt),
        type: null,
      },
    ];
  });
}
