/** What somebody's description of themselves says of where they live. */

const longest = 100;

/** Behind a pin or a house: whatever stands there. */
const pinned = /[\u{1F4CD}\u{1F3E0}\u{1F3E1}]\uFE0F?[^\S\n]*:?[^\S\n]*(\p{L}[^\n|•·;()!?\u{1F4CD}]*)/u;

/** Behind words that say so in a language of our channels, a name in capitals: "living in hope" is no home. "From" tells of an origin, not of a home. */
const said =
  /(?<!\p{L})(?:[Bb]ased in|[Ll]iving in|[Ll]ives? in|[Ll]ocated in|[Rr]esid(?:ing|ent) in|[Bb]as[ée]e? à|[Ii]nstall[ée]e? à|[Hh]abite à|[Vv]is à|[Nn]aishi|[Aa]naishi|[Mm]kazi wa|[Nn]tuye [im]u?|[Mm]oro em|[Vv]ivo em|[Dd]ey stay for|[Ii]na zaune a)[^\S\n]*:?[^\S\n]+(\p{Lu}[^\n|•·;()!?\u{1F4CD}]*)/u;

/** It is over, or it is no place. */
const gone = /(?<!\p{L})(?:formerly|used to|once|previously|ex|autrefois|zamani)[^.!?\n]{0,20}$/iu;
const noPlace = /^(?:Christ|Jesus|God|Allah|Hope|Faith|Grace|Love|Peace|Recovery|Truth)(?!\p{L})/u;

/** Where the author says that they live, as they wrote it; null where the description does not say. Pure. */
export function statedHome(description: string): string | null {
  const text = description.slice(0, 3_000);
  const found = pinned.exec(text) ?? said.exec(text);
  const place = found?.[1];
  if (found === null || place === undefined) return null;
  if (gone.test(text.slice(0, found.index)) || noPlace.test(place)) return null;
  // A sentence goes on after the place; "St. Louis" does not end.
  const [first = ''] = place.split(/(?<!\bS[ta]e?)\.\s|\s[-–—]\s|\s(?:and|but|where|et|na|kandi)\s/u);
  const home = first.replace(/[.,\s]+$/u, '').trim();
  return home !== '' && home.length <= longest ? home : null;
}
