/** What somebody's description of themselves says of where they live. */

const longest = 100;

/** Behind a pin or a house, or behind words that say so in a language of our channels. "From" tells of an origin, not of a home. */
const said =
  /(?:[\u{1F4CD}\u{1F3E0}\u{1F3E1}]\uFE0F?|(?<!\p{L})(?:(?:based|living|lives?|located|residing|resident) in|(?:bas[ée]e?|install[ée]e?|habite|vis) à|naishi|anaishi|mkazi wa|ntuye [im]u?|moro em|vivo em|dey stay for|ina zaune a)(?!\p{L}))\s*:?\s*([^\n|•·;()!?\u{1F4CD}]+)/iu;

/** Where the author says that they live, as they wrote it; null where the description does not say. Pure. */
export function statedHome(description: string): string | null {
  const place = said.exec(description)?.[1];
  if (place === undefined) return null;
  // A sentence goes on after the place.
  const [first = ''] = place.split(/\.\s|\s[-–—]\s|\s(?:and|but|where|et|na|kandi)\s/iu);
  const home = first.replace(/[.,\s]+$/u, '').trim();
  return /\p{L}/u.test(home) && home.length <= longest ? home : null;
}
