/** The words of a status as plain text: servers give HTML. Pure, and in time that grows as the text does. */
import { storable } from '../reading.ts';

/** Longer than any server lets people write. */
const longest = 400_000;
// Each part ends at the next "<": a text of nothing but "<" is looked at once.
const tokens = /<[/!?a-zA-Z][^<>]*>|<|[^<]+/g;
const ownLine = new Set(['div', 'ul', 'ol', 'table', 'tr', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr']);
/** What stands inside is no text. */
const unseen = new Set(['script', 'style', 'title', 'template', 'head']);

interface Link {
  href: string;
  isName: boolean;
  /** Where its words begin. */
  from: number;
}

interface Writing {
  text: string;
  link: Link | null;
  hidden: string | null;
  nameOf(href: string): string | null;
}

/**
 * HTML as a text: paragraphs are parted by an empty line, a link is its address (with its words before it where they say something else), a mention is the whole name
 * that `nameOf` finds for its address. Nothing of it is ever shown as HTML.
 */
export function textOfHtml(html: string, nameOf: (href: string) => string | null = () => null): string {
  const writing: Writing = { text: '', link: null, hidden: null, nameOf };
  for (const [token] of html.slice(0, longest).matchAll(tokens)) {
    const tag = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>$/.exec(token);
    if (tag !== null) write(writing, (tag[2] ?? '').toLowerCase(), tag[1] !== '', token);
    else if (writing.hidden === null && !/^<[/!?].*>$/s.test(token)) writing.text += characters(token);
  }
  endLink(writing);
  return storable(
    writing.text
      .replace(/[^\S\n]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  );
}

function write(writing: Writing, name: string, closing: boolean, tag: string): void {
  if (writing.hidden !== null) {
    if (closing && name === writing.hidden) writing.hidden = null;
    return;
  }
  if (unseen.has(name)) {
    if (!closing) writing.hidden = name;
  } else if (name === 'br') writing.text += '\n';
  else if (name === 'p' || name === 'blockquote') {
    if (writing.text !== '') writing.text += '\n\n';
  } else if (name === 'li') {
    if (!closing) writing.text += '\n- ';
  } else if (ownLine.has(name)) writing.text += '\n';
  else if (name === 'a') {
    endLink(writing);
    if (!closing) {
      const isName = /\b(?:mention|hashtag|u-url)\b/.test(attribute(tag, 'class'));
      writing.link = { href: attribute(tag, 'href'), isName, from: writing.text.length };
    }
  }
}

function endLink(writing: Writing): void {
  const { link } = writing;
  if (link === null) return;
  writing.link = null;
  const words = writing.text.slice(link.from);
  const name = words.startsWith('#') ? null : writing.nameOf(link.href);
  if (name !== null && words.startsWith('@')) writing.text = `${writing.text.slice(0, link.from)}@${name}`;
  else if (!link.isName && !saysAddress(words, link.href)) writing.text += ` ${link.href}`;
}

/** Servers shorten what is shown of an address, and hide the rest: its words are the address, or a piece of it. */
function saysAddress(words: string, href: string): boolean {
  const shown = words.trim().replace(/…$/, '');
  return shown === '' || !/^https?:/i.test(href) || href.includes(shown) || shown.startsWith('#');
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return characters(found?.[1] ?? found?.[2] ?? found?.[3] ?? '');
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  copy: '©',
  euro: '€',
};

/** What stands for a character is one again; what nobody knows stays as it is. */
function characters(words: string): string {
  return words.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g,
    (whole, ten, hex, name) => {
      if (name !== undefined) return named[name] ?? whole;
      const code = hex === undefined ? Number(ten) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
    },
  );
}

/** The signs that stand for a server's own pictures say nothing in a name, and one of them says "verified". */
export function withoutEmoji(name: string): string {
  return name
    .replace(/:[a-zA-Z0-9_]+:/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
