/** HTML that cannot be injected into: whatever is put into a template is text, unless it is HTML of ours already. */

/** HTML of ours. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | false | readonly Html[];

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it stands in HTML, within quotes too. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => named[sign] ?? sign);

function partText(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map((one) => one.text).join('');
  return escaped(String(part));
}

/** html`<p>${words}</p>`: words are escaped, HTML is put in as it is, null and false leave nothing. Attributes are written in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((text, i) => text + partText(parts[i] ?? null)).join(''));
}

/** Text of an author with its lines: each line break is kept, nothing else is. */
export const lines = (text: string): Html => new Html(escaped(text).replaceAll('\n', '<br>'));

/** Text as it stands in XML: signs that XML 1.0 has no place for would make readers refuse the whole feed. */
export const inXml = (text: string): string =>
  escaped(text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''));
