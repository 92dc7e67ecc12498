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

/** HTML of a stranger as plain text. Remote pictures are not loaded: nothing of it is ever shown as HTML. */
export function textOfHtml(html: string): string {
  return convert(sanitizeHtml(html, kept), laidOut);
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
