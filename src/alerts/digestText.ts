/** A digest in words: read in a minute. Pure. */
import type { AlertedMember } from '../storage/alertSettings.ts';
import type { DigestFacts } from '../storage/digestFacts.ts';
import type { Letter } from './letter.ts';
import type { AlertWords } from './words/en.ts';
import { alertWords } from './words/words.ts';

export interface DigestToWrite {
  facts: DigestFacts;
  member: Pick<AlertedMember, 'id' | 'name' | 'language' | 'settings'>;
  /** "2026-12-24" */
  date: string;
  /** Our address on the web, without a slash at its end; null where it is not known: then nothing leads anywhere. */
  base: string | null;
  now: Date;
}

/** A line and where it leads within the desk; null: nowhere. */
interface Line {
  words: string;
  link: string | null;
}
interface Part {
  title: string;
  lines: Line[];
}

/** The letter, as plain text and as plain HTML. */
export function digestText(digest: DigestToWrite): Letter {
  const { language, words } = alertWords(digest.member.language);
  const long = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' });
  const subject = words.digest.subject(long.format(new Date(`${digest.date}T00:00:00Z`)));
  const hello = words.digest.hello(digest.member.name);
  const parts = partsOf(digest, words.digest, language).filter(({ lines }) => lines.length > 0);
  return {
    subject,
    text: plain(hello, parts, words.whyYou, digest.base),
    html: marked(language, { hello, parts, why: words.whyYou, base: digest.base }),
  };
}

function partsOf(
  { facts, member, now }: DigestToWrite,
  words: AlertWords['digest'],
  language: string,
): Part[] {
  const line = (words_: string, link: string | null = null): Line => ({ words: words_, link });
  const some = (count: number, said: (count: number) => string, link: string) =>
    count === 0 ? [] : [line(said(count), link)];
  const waiting = [
    ...some(facts.ownWaiting, words.ownCases, '/inbox/mine'),
    ...some(facts.approvals, words.approvals, '/approvals'),
    ...some(facts.alerts, words.alerts, '/alerts'),
  ];
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: member.settings.timeZone });
  const promises = facts.promises.map(({ what, caseId, dueAt }) =>
    line(dueAt < now ? words.late(what) : words.due(what, clock.format(dueAt)), `/inbox/all/${caseId}`),
  );
  const { praise } = facts;
  return [
    {
      title: `${words.yesterday} · ${facts.organisation}`,
      lines: [
        line(words.heard(facts.heard), '/inbox/all'),
        line(words.answered(facts.answered)),
        line(words.waiting(facts.waiting), '/inbox/queue'),
        ...some(facts.graveLate, words.grave, '/inbox/queue'),
      ],
    },
    { title: words.forYou, lines: waiting.length === 0 ? [line(words.nothing)] : waiting },
    { title: words.promises, lines: promises },
    {
      title: words.praise,
      lines: praise === null ? [] : [line(`“${shortened(praise.words)}”`, `/inbox/all/${praise.caseId}`)],
    },
  ];
}

const mostPraise = 280;

function shortened(text: string): string {
  const plainText = text.replace(/\s+/g, ' ').trim();
  return plainText.length <= mostPraise
    ? plainText
    : `${plainText.slice(0, mostPraise).replace(/\s\S*$/, '')}…`;
}

function plain(hello: string, parts: readonly Part[], why: string, base: string | null): string {
  const told = parts.map(({ title, lines }) =>
    [
      title,
      ...lines.map(
        ({ words, link }) => `- ${words}${link === null || base === null ? '' : `\n  ${base}${link}`}`,
      ),
    ].join('\n'),
  );
  return [hello, ...told, why].join('\n\n');
}

interface Marked {
  hello: string;
  parts: readonly Part[];
  why: string;
  base: string | null;
}

function marked(language: string, { hello, parts, why, base }: Marked): string {
  const item = ({ words, link }: Line) => {
    const said = escaped(words);
    return `<li>${link === null || base === null ? said : `<a href="${escaped(base + link)}">${said}</a>`}</li>`;
  };
  const told = parts.map(
    ({ title, lines }) =>
      `<h2 style="font-size:1.1em">${escaped(title)}</h2><ul>${lines.map(item).join('')}</ul>`,
  );
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><body style="font-family:sans-serif;max-width:40em"><p>${escaped(hello)}</p>${told.join('')}<p style="color:#555">${escaped(why)}</p></body></html>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
