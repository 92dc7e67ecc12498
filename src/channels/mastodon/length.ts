/** How servers count: characters as people see them, an address as a fixed number, a name without its domain. Pure. */

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const addresses = /https?:\/\/[^\s<>"]+/giu;
const names = /(?<![\p{L}\p{N}_/@])@([\p{L}\p{N}_.-]+)@[\p{L}\p{N}.-]+[\p{L}\p{N}]/gu;

/** What most servers take, where one does not say. */
export const usualMost = 500;
export const usualPerAddress = 23;

/** No server counts bytes; this keeps a slip (a whole book pasted) from going out. */
export const mostBytes = 400_000;

/** How many characters a server counts in a text. */
export function counted(words: string, perAddress: number): number {
  let more = 0;
  const without = words
    .replace(addresses, () => {
      more += perAddress;
      return '';
    })
    .replace(names, (_, name: string) => `@${name}`);
  return graphemes(without) + more;
}

export function graphemes(words: string): number {
  let count = 0;
  for (const _ of segmenter.segment(words)) count += 1;
  return count;
}
