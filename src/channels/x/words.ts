/** The words of a post as people read them: X writes some signs as entities and every address as one of its own. */
import { type Dictionary, dictionaries, dictionary, storable, text } from '../reading.ts';
import { named } from './payload.ts';

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** The whole text, a long one too; addresses as they were written, without those of pictures that came along. */
export function wordsOf(post: Dictionary): string {
  const note = dictionary(named(post, 'note_tweet'));
  const long = text(note?.text);
  const words = long ?? text(post.text) ?? '';
  const urls = dictionaries(dictionary((long === null ? post : note)?.entities)?.urls);
  return storable(readable(words, urls)).trimEnd();
}

/** Puts addresses in the place of the network's own short ones. */
export function readable(words: string, urls: readonly Dictionary[]): string {
  let read = words;
  for (const { url, expanded_url: expanded, media_key: picture } of urls) {
    if (typeof url !== 'string' || url === '' || typeof expanded !== 'string') continue;
    const ofMedia = typeof picture === 'string' || /\/(photo|video)\/\d+$/.test(expanded);
    read = read.replaceAll(url, () => (ofMedia ? '' : expanded));
  }
  return read.replace(/&(?:amp|lt|gt);/g, (sign) => entities[sign] ?? sign);
}

/** How two texts are compared when a post of ours is looked for: without the names that X puts before an answer, and with any space. */
export function sameWords(found: string, sent: string): boolean {
  return plain(found) === plain(sent);
}

function plain(words: string): string {
  return words
    .normalize('NFC')
    .trim()
    .replace(/^(?:@\w{1,15}\s+)+/u, '')
    .replace(/https?:\/\/\S+/g, (address) => address.replace(/[/]+$/, '').toLowerCase())
    .replace(/\s+/gu, ' ')
    .trim();
}
