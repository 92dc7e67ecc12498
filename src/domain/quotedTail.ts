/** Where the words of a letter end and what it repeats of earlier ones begins. */

/** Both parts together are the text itself, letter by letter. */
export interface Letter {
  words: string;
  /** Quoted history and signature; empty where there is none. */
  tail: string;
}

/** "On ... wrote:" in the languages of the programs that people write with; it may be broken over three lines. */
const attributions = [
  /^On\b.{5,300}\bwrote:$/su,
  /^Le\b.{5,300}\ba écrit\s?:$/su,
  /^Am\b.{5,300}\bschrieb\b.{0,200}:$/su,
  /^Em\b.{5,300}\bescreveu:$/su,
  /^El\b.{5,300}\bescribió:$/su,
  /^Il\b.{5,300}\bha scritto:$/su,
  /^Op\b.{5,300}\bschreef\b.{0,200}:$/su,
];
const separators =
  /^-{2,}\s?(Original Message|Forwarded message|Message d'origine|Ursprüngliche Nachricht|Mensagem original)\s?-{2,}$/iu;
const headerLine = /^\*?(From|De|Von)\s?:\*?\s\S/u;
const nextHeader = /^\*?(Sent|Date|To|Envoyé|À|Gesendet|Datum|An|Enviado|Para|Subject|Cc)\s?:/u;
const quoted = /^\s*>/u;
const mostLinesOfAttribution = 3;

/**
 * Parts a letter. The tail begins at "On ... wrote:", at a header of the letter before, at a signature ("-- "), or where nothing but quoted lines is left.
 * An answer written between quoted lines is no tail, and a letter that would be all tail is none of it: words are never hidden.
 */
export function partLetter(text: string): Letter {
  const lines = text.split('\n');
  const starts = startsOf(lines);
  const start = tailStart(lines.map((line) => line.trim()));
  const at = start === null ? text.length : (starts[start] ?? text.length);
  const words = text.slice(0, at);
  return words.trim() === '' ? { words: text, tail: '' } : { words, tail: text.slice(at) };
}

/** Where each line begins in the text. */
function startsOf(lines: readonly string[]): number[] {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return starts;
}

function tailStart(lines: readonly string[]): number | null {
  const lastOwn = lastOwnLine(lines);
  for (const [i, line] of lines.entries()) {
    if (line === '--' || separators.test(line)) return i;
    if (headerLine.test(line) && lines.slice(i + 1, i + 4).some((next) => nextHeader.test(next))) return i;
    const taken = attributionAt(lines, i);
    if (taken > 0 && !answeredBetween(lines, i + taken, lastOwn)) return i;
    if (quoted.test(line) && i > lastOwn) return i;
  }
  return null;
}

/** The last line that is neither empty nor quoted; -1 where there is none. */
function lastOwnLine(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line !== '' && !quoted.test(line));
}

/** How many lines from here on are an attribution; 0 where they are none. */
function attributionAt(lines: readonly string[], at: number): number {
  if (!/^(On|Le|Am|Em|El|Il|Op)\b/u.test(lines[at] ?? '')) return 0;
  for (let taken = 1; taken <= mostLinesOfAttribution; taken++) {
    const joined = lines.slice(at, at + taken).join(' ');
    if (attributions.some((one) => one.test(joined))) return taken;
  }
  return 0;
}

/** After an attribution come quoted lines; own words after those are an answer between them. What is not marked as quoted at all is quoted whole. */
function answeredBetween(lines: readonly string[], from: number, lastOwn: number): boolean {
  const first = lines.slice(from).find((line) => line !== '');
  return (
    first !== undefined && quoted.test(first) && lastOwn >= from && !signatureBefore(lines, from, lastOwn)
  );
}

function signatureBefore(lines: readonly string[], from: number, lastOwn: number): boolean {
  const signature = lines.indexOf('--', from);
  return (
    signature >= 0 &&
    lines.slice(from, signature).every((line) => line === '' || quoted.test(line)) &&
    signature <= lastOwn
  );
}
