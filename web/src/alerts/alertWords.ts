import type { AlertView } from '../../../src/api/contract.ts';
import type { AlertKind, AlertWay } from '../../../src/domain/alert.ts';
import { i18n } from '../words/i18n.ts';
import { listed } from '../words/intl.ts';

/** What an alert says. */
export const alertTitles: Record<AlertKind, () => string> = {
  danger: () => i18n.t('Somebody may be in danger'),
  incident: () => i18n.t('Many say the same at once'),
  grave_late: () => i18n.t('A grave case waits past its time'),
  names_me: () => i18n.t('A post names you'),
  follow_up: () => i18n.t('A follow-up needs you'),
  promise: () => i18n.t('A promise of yours waits for you'),
  approval: () => i18n.t('An answer waits for your approval'),
  call_unsent: () => i18n.t('An announcement of your call for complaints did not leave'),
  call_report: () => i18n.t('The report of your call for complaints is due'),
  spreading: () => i18n.t('A story spreads'),
  digest: () => i18n.t('The morning’s digest'),
};

/** What names somebody and has no case was written to them alone, or leads to their account that is not read any more. */
export function titleWords({ kind, caseId, link }: AlertView): string {
  if (kind !== 'names_me' || caseId !== null) return alertTitles[kind]();
  return link === '/settings/accounts'
    ? i18n.t('Your own account is not read any more')
    : i18n.t('Something was written to you alone');
}

export const wayWords: Record<AlertWay, () => string> = {
  push: () => i18n.t('Notification'),
  email: () => i18n.t('Email'),
  sms: () => i18n.t('SMS'),
};

/** "Case 214, Water, Kigali" */
export function aboutWords({ caseNumber, about, unit }: AlertView): string {
  const number = caseNumber === null ? null : i18n.t('Case {number}', { number: caseNumber });
  return listed([number, about[0], unit].filter((part) => part != null));
}
