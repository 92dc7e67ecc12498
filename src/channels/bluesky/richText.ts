/** Finds links, mentions and tags in a text that goes out, at the byte offsets that the network counts in. */
export interface Span {
  kind: 'link' | 'mention' | 'tag';
  /** The address, the handle without its sign, the tag without its sign. */
  value: string;
  byteStart: number;
  byteEnd: number;
}

export interface Facet {
  index: { byteStart: number; byteEnd: number };
  features: Record<string, string>[];
}

const link = /(?<![\p{L}\p{N}@_./-])(?:https?:\/\/|www\.)[^\s<>"“”«»]+/giu;
const mention =
  /(?<![\p{L}\p{N}_./@-])@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)(?![\p{L}\p{N}_])/giu;
const tag = /(?<![\p{L}\p{N}_&/])[#＃](?=[\p{L}\p{N}_]*[\p{L}_])([\p{L}\p{N}\p{M}_]{1,64})/gu;

/** The spans of a text in order, none of them overlapping another. */
export function spansOf(words: string): Span[] {
  const found = [
    ...[...words.matchAll(link)].flatMap((hit) => linkSpan(words, hit)),
    ...[...words.matchAll(mention)].map((hit) =>
      span(words, 'mention', hit.index, hit[0], (hit[1] ?? '').toLowerCase()),
    ),
    ...[...words.matchAll(tag)].map((hit) => span(words, 'tag', hit.index, hit[0], hit[1] ?? '')),
  ].sort((a, b) => a.byteStart - b.byteStart || b.byteEnd - a.byteEnd);
  return found.filter((one, at) => found.slice(0, at).every((before) => before.byteEnd <= one.byteStart));
}

function span(words: string, kind: Span['kind'], at: number, shown: string, value: string): Span {
  const byteStart = Buffer.byteLength(words.slice(0, at));
  return { kind, value, byteStart, byteEnd: byteStart + Buffer.byteLength(shown) };
}

/** A sentence's own signs at the end of a link are not the link's. */
function linkSpan(words: string, hit: RegExpExecArray): Span[] {
  const shown = withoutTail(hit[0]);
  const address = /^www\./i.test(shown) ? `https://${shown}` : shown;
  if (!URL.canParse(address) || !new URL(address).hostname.includes('.')) return [];
  return [span(words, 'link', hit.index, shown, address)];
}

function withoutTail(shown: string): string {
  let end = shown.length;
  for (; end > 0; end -= 1) {
    const last = shown.charAt(end - 1);
    if (last === ')' && count(shown.slice(0, end), '(') >= count(shown.slice(0, end), ')')) break;
    if (!/[.,;:!?'"’)\]}…]/.test(last)) break;
  }
  return shown.slice(0, end);
}

const count = (within: string, sign: string): number => within.split(sign).length - 1;

/** The network's form of the spans; a handle that nobody bears stays plain text. */
export function facetsOf(spans: readonly Span[], ids: ReadonlyMap<string, string>): Facet[] {
  return spans.flatMap(({ kind, value, byteStart, byteEnd }): Facet[] => {
    const index = { byteStart, byteEnd };
    if (kind === 'link')
      return [{ index, features: [{ $type: 'app.bsky.richtext.facet#link', uri: value }] }];
    if (kind === 'tag') return [{ index, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: value }] }];
    const did = ids.get(value);
    return did === undefined
      ? []
      : [{ index, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] }];
  });
}
