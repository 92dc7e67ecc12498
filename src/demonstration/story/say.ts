/** How a line becomes what a person writes: places filled in, a greeting, the mention, a slip of the thumb. */
import type { Chance } from './chance.ts';
import { endings, openings } from './words/talk.ts';
import type { Institution, Lines, Tongue } from './words.ts';

/** Where and when it is said: the same for all who write about one outage. */
export interface About {
  place: string;
  /** Minutes since midnight at which it began. */
  began: number;
}

const slip = 0.12;

/** A line of this language; English where there is none. */
export function lineOf(lines: Lines, tongue: Tongue, chance: Chance): string {
  return chance.one(lines[tongue] ?? lines.en ?? ['...']);
}

/** The line with its places filled in. */
export function fill(
  line: string,
  institution: Institution,
  about: About,
  tongue: Tongue,
  chance: Chance,
): string {
  const known: Record<string, () => string> = {
    place: () => about.place,
    n: () => String(chance.whole(2, 9)),
    ref: () => `${chance.one(['TX', 'CR', 'RC', 'SR'])}${chance.whole(10_000, 99_999)}`,
    amount: () => amountOf(institution, chance),
    hour: () => hourOf(about.began, tongue),
  };
  return line.replaceAll(/\{(\w+)\}/g, (whole, name: string) => known[name]?.() ?? whole);
}

function amountOf({ currency }: Institution, chance: Chance): string {
  if (currency === 'R') return `R${chance.whole(29, 1_499)}`;
  const step = currency === 'KSh' ? 50 : 500;
  return `${currency} ${(step * chance.whole(1, 90)).toLocaleString('en')}`;
}

function hourOf(minutes: number, tongue: Tongue): string {
  const [hour, minute] = [Math.floor(minutes / 60) % 24, Math.floor((minutes % 60) / 10) * 10];
  const two = String(minute).padStart(2, '0');
  return tongue === 'fr' ? `${hour} h ${two}` : `${hour}:${two}`;
}

/** A whole post: greeting, words, mention and what people put behind them. Who is in danger writes neither greeting nor joke. */
export function written(
  line: string,
  institution: Institution,
  { tongue, grave }: { tongue: Tongue; grave: boolean },
  chance: Chance,
): string {
  const words = grave ? line : greeted(line, institution, tongue, chance);
  const slipped = chance.is(slip) ? thumbSlip(words, chance) : words;
  const cased = chance.is(0.18) ? slipped.toLowerCase() : slipped;
  return chance.is(0.6) ? `@${institution.handle} ${cased}` : `${cased} @${institution.handle}`;
}

function greeted(line: string, institution: Institution, tongue: Tongue, chance: Chance): string {
  const ending = chance.one(endings);
  const opening = lineOf(openings, tongue, chance).trim();
  if (opening === '') return `${line}${ending}`;
  const [first = ''] = line.split(/[ ,.!?]/);
  const isName =
    institution.places.some((place) => line.startsWith(place)) || /^(I|I'm|[A-Z0-9]{2,})$/.test(first);
  const called = chance.is(0.3) ? ` ${institution.called[0]}` : '';
  return `${opening}${called}, ${isName ? line : `${line.charAt(0).toLowerCase()}${line.slice(1)}`}${ending}`;
}

/** One letter too few, or two that changed places. */
function thumbSlip(words: string, chance: Chance): string {
  const letters = [...words];
  const at = chance.whole(4, Math.max(4, letters.length - 4));
  if (!/^[a-z]{2}$/.test(letters.slice(at, at + 2).join(''))) return words;
  const [first = '', second = ''] = letters.slice(at, at + 2);
  letters.splice(at, 2, ...(chance.is(0.5) ? [first] : [second, first]));
  return letters.join('');
}

/** One of the languages of its people, as often as they speak it. */
export function tongueOf(institution: Institution, chance: Chance, among: Lines): Tongue {
  const spoken = (Object.entries(institution.speak) as [Tongue, number][]).filter(
    ([tongue]) => among[tongue],
  );
  let left = chance.share() * spoken.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [tongue, weight] of spoken) {
    left -= weight;
    if (left < 0) return tongue;
  }
  return 'en';
}
