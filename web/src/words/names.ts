import type { CaseRow, MemberView, View } from '../../../src/api/contract.ts';
import { type Block, isBlocked } from '../../../src/domain/block.ts';
import { i18n } from './i18n.ts';
import { dateFormat, rules } from './intl.ts';

/** What a case's state is called. */
export function stateWords(state: CaseRow['state']): string {
  switch (state) {
    case 'new':
      return i18n.t('New');
    case 'open':
      return i18n.t('Open');
    case 'waiting_author':
      return i18n.t('Waiting for the author');
    case 'waiting_us':
      return i18n.t('Waiting for us');
    case 'resolved':
      return i18n.t('Resolved');
    case 'reopened':
      return i18n.t('Reopened');
  }
}

/** What a severity means; 0 to 4. */
export function severityWords(severity: number): string {
  switch (severity) {
    case 4:
      return i18n.t('Danger to life');
    case 3:
      return i18n.t('Safety');
    case 2:
      return i18n.t('Essential service lost');
    case 1:
      return i18n.t('Money lost');
    default:
      return i18n.t('Not judged, or a nuisance');
  }
}

/** The weekday's name; 0 is Sunday. */
export function weekdayWords(day: number): string {
  // The 4th of January 1970 was a Sunday.
  return dateFormat({ weekday: 'long', timeZone: 'UTC' }).format((3 + day) * 86_400_000);
}

export function viewWords(view: View): string {
  switch (view) {
    case 'queue':
      return i18n.t('Waiting for us');
    case 'mine':
      return i18n.t('Mine');
    case 'team':
      return i18n.t('My team');
    case 'unowned':
      return i18n.t('Without an owner');
    case 'waiting_author':
      return i18n.t('Waiting for the author');
    case 'resolved':
      return i18n.t('Resolved');
    case 'all':
      return i18n.t('All cases');
  }
}

/** The name of an author; of a protected one, that it is, and the sign by which two of them are told apart. */
export function authorWords({ name, protected: isProtected }: { name: string; protected: boolean }): string {
  return isProtected ? i18n.t('Protected author {sign}', { sign: name.replace(/^protected-/, '') }) : name;
}

/** Why a post is folded. */
export function abuseWords(reason: NonNullable<CaseRow['abusive']>): string {
  switch (reason) {
    case 'insult':
      return i18n.t('an insult');
    case 'threat':
      return i18n.t('a threat');
    case 'hate':
      return i18n.t('hate');
    case 'sexual':
      return i18n.t('sexual words');
    case 'other':
      return i18n.t('abusive');
  }
}

/** A block as the rules know it. */
export const blockOf = (blocked: CaseRow['blocked']): Block | null =>
  blocked && { until: blocked.until === null ? null : new Date(blocked.until) };

/** Why a post is not shown at once: it is abusive, or its author is blocked now; null where neither is so. */
export function foldReason(
  { abusive, blocked }: Pick<CaseRow, 'abusive' | 'blocked'>,
  now: Date,
): string | null {
  if (abusive !== null) return abuseWords(abusive);
  return isBlocked(blockOf(blocked), now) ? i18n.t('the author is blocked') : null;
}

export function roleWords(role: MemberView['role']): string {
  switch (role) {
    case 'admin':
      return i18n.t('Admin');
    case 'supervisor':
      return i18n.t('Supervisor');
    case 'agent':
      return i18n.t('Agent');
    case 'executive':
      return i18n.t('Executive');
    case 'auditor':
      return i18n.t('Auditor, reads only');
    case 'guest_agent':
      return i18n.t('Guest agent, drafts only');
  }
}

export function networkWords(network: CaseRow['network']): string {
  switch (network) {
    case 'bluesky':
      return i18n.t('Bluesky');
    case 'mastodon':
      return i18n.t('Mastodon');
    case 'x':
      return i18n.t('X');
    case 'email':
      return i18n.t('Email');
    case 'sms':
      return i18n.t('SMS and USSD');
    case 'archive':
      return i18n.t('Archive');
    case 'form':
      return i18n.t('Public form');
    case 'letter':
      return i18n.t('Letter');
    case 'visit':
      return i18n.t('Visit');
    case 'whatsapp':
      return i18n.t('WhatsApp');
    case 'own':
      return i18n.t('Your own');
    case 'phone':
      return i18n.t('Telephone');
    case 'demonstration':
      return i18n.t('Demonstration');
  }
}

/** Languages in which people write to institutions of these countries, most of all. */
export const writtenLanguages = ['en', 'fr', 'sw', 'rw', 'pcm', 'ha', 'yo', 'ig', 'am', 'pt'];

/** A language by its name; its code where it has none here. */
export function languageWords(code: string): string {
  try {
    return new Intl.DisplayNames(rules(), { type: 'language', fallback: 'code' }).of(code) ?? code;
  } catch {
    // A network may call a language something that no list knows.
    return code;
  }
}
