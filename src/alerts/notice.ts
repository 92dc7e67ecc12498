/** What a telephone shows of an alert. Pure. On a lock screen stands what it is about, never who wrote; the author's words only where the member asked for them. */
import type { AlertKind } from '../domain/alert.ts';
import type { AlertToTell } from '../storage/alertDeliveries.ts';
import type { AlertWords } from './words/en.ts';
import { alertWords } from './words/words.ts';

export interface Notice {
  /** The alert: the same one shown again takes the place of the first. */
  id: string;
  title: string;
  body: string;
  /** Within this desk. */
  link: string;
  language: string;
}

const mostWords = 140;

/** The notice of an alert in the member's language. */
export function noticeOf(
  id: string,
  alert: AlertToTell,
  member: { language: string | null; showsWords: boolean },
): Notice {
  const { language, words } = alertWords(member.language);
  const about = aboutOf(alert, words.caseNumber);
  const said = member.showsWords && alert.words !== null ? `“${shortened(alert.words)}”` : null;
  const goneOn = alert.level > 0 ? words.goneOn : null;
  const alike = alert.authorsAlike === null ? null : words.sayTheSame(alert.authorsAlike);
  return {
    id,
    title: titleOf(alert, words),
    body: [goneOn, alike, about, said].filter((line) => line !== null && line !== '').join('\n'),
    link: linkOf(alert),
    language,
  };
}

type About = Pick<AlertToTell, 'kind' | 'caseId' | 'subjectId'>;

/** What names somebody and has no case of the house was written to them alone; with a subject, which is their account, it is not read any more. */
const aloneOf = ({ kind, caseId, subjectId }: About): 'written' | 'not_read' | null =>
  kind !== 'names_me' || caseId !== null ? null : subjectId === null ? 'written' : 'not_read';

function titleOf(alert: About, words: AlertWords): string {
  const alone = aloneOf(alert);
  if (alone === null) return words.title[alert.kind];
  return alone === 'written' ? words.alone : words.notRead;
}

/** "Case 214 · Water, Kigali" */
function aboutOf(
  { caseNumber, about, unit, organisation }: AlertToTell,
  numbered: (number: number) => string,
): string {
  const named = [about[0], unit].filter((name) => name != null).join(', ');
  return [caseNumber === null ? organisation : numbered(caseNumber), named]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Cut at a space, so that no word is a half one. */
function shortened(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length <= mostWords) return plain;
  const cut = plain.slice(0, mostWords).toWellFormed().replace(/�$/, '');
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), mostWords / 2))}…`;
}

const places: Partial<Record<AlertKind, string>> = {
  approval: '/approvals',
  promise: '/commitments',
  follow_up: '/follow-ups',
  call_report: '/calls',
  call_unsent: '/calls',
  spreading: '/spreading',
};

/** Where an alert leads: the list in which it is dealt with, else the case. */
export function linkOf(alert: About): string {
  const { kind, caseId, subjectId } = alert;
  const alone = aloneOf(alert);
  if (alone !== null) return alone === 'written' ? '/front#posts' : '/settings/accounts';
  if (places[kind] === '/calls' && subjectId !== null) return `/calls?call=${subjectId}`;
  return places[kind] ?? (caseId === null ? '/alerts' : `/inbox/all/${caseId}`);
}
