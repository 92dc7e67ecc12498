import { i18n } from './i18n.ts';

/** A sentence of the server with numbered places, as a pattern of what it looks like when they are filled in. */
interface Filled {
  id: string;
  looks: RegExp;
}

const known = new Map<string, Filled[]>();
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function filledIn(): Filled[] {
  const made =
    known.get(i18n.locale) ??
    Object.keys(i18n.messages)
      .filter((id) => /\{\d\}/.test(id))
      .map((id) => ({
        id,
        looks: new RegExp(
          `^${id
            .split(/\{\d\}/)
            .map(literal)
            .join('([\\s\\S]*)')}$`,
        ),
      }));
  known.set(i18n.locale, made);
  return made;
}

/**
 * A sentence of the server (why something was refused, what became of a reply) in the language of the console. The server speaks English to every program; what it says is
 * known by its words. A sentence that nobody translated is shown as it came.
 */
export function translated(sentence: string): string;
export function translated(sentence: string | null): string | null;
export function translated(sentence: string | null): string | null {
  if (sentence === null) return null;
  if (i18n.locale === 'en') return sentence;
  if (i18n.messages[sentence] !== undefined) return i18n._(sentence);
  for (const { id, looks } of filledIn()) {
    const found = looks.exec(sentence);
    if (found === null) continue;
    return i18n._(id, Object.fromEntries(found.slice(1).map((part, n) => [String(n), translated(part)])));
  }
  return sentence;
}
