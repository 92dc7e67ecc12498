/** The words of a mail as plain text. Pure. */
import { convert, type HtmlToTextOptions } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';
import { storable } from '../reading.ts';

/** What remains of HTML from outside: the shape of a text. No picture, style, script, form or frame, and no address but those that a person may follow. */
const kept: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'div', 'span', 'a', 'b', 'i', 'em', 'strong', 'u', 's', 'code', 'pre', 'hr', 'blockquote'],
    ...['ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'td', 'th'],
  ],
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nestingLimit: 60,
};

const laidOut: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: 80, maxChildNodes: 20_000, maxInputLength: 600_000 },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    { selector: 'blockquote', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
};

/** Deeper than any mail that a person wrote, with room for the many programs that never close a paragraph. */
const deepest = 2_000;
const voids = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
// Each part of it ends at the next "<": half a million of them are looked at once.
const tags = /<(\/?)([a-z][^\s/<>]*)[^<>]*>/gi;

/**
 * The same without the tags that stand deeper. What reads HTML takes time by the square of its depth: half a megabyte of tables in tables held everybody's mail up for seconds. One pass; what is closed
 * in another order than it was opened is counted, not matched.
 */
export function notTooDeep(html: string): string {
  let [depth, cut] = [0, 0];
  return html.replace(tags, (tag, closing: string, name: string) => {
    if (tag.endsWith('/>') || voids.has(name.toLowerCase())) return tag;
    if (closing === '') {
      if (depth < deepest) depth += 1;
      else cut += 1;
      return cut > 0 ? ' ' : tag;
    }
    if (cut > 0) {
      cut -= 1;
      return ' ';
    }
    depth = Math.max(0, depth - 1);
    return tag;
  });
}

/** HTML of a stranger as plain text. Remote pictures are not loaded: nothing of it is ever shown as HTML. */
export function textOfHtml(html: string): string {
  return convert(sanitizeHtml(notTooDeep(html), kept), laidOut);
}

/** The words of a mail: its plain text where it has one, else its HTML read as text. */
export function wordsOf(mail: { text: string | null; html: string | null }): string {
  const plain = mail.text ?? '';
  const words = plain.trim() === '' && mail.html !== null ? textOfHtml(mail.html) : plain;
  return storable(
    words
      .replace(/\r\n?/g, '\n')
      .replace(/[ \t\u00a0]+$/gm, '')
      .replace(/\n{4,}/g, '\n\n\n')
      .trim(),
  );
}
