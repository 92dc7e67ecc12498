import { i18n } from '../words/i18n.ts';

const sentences: Record<string, () => string> = {
  'organisation.made': () => i18n.t('set up the organisation'),
  'organisation.changed': () => i18n.t('changed the organisation'),
  'cases.exported': () => i18n.t('took a list of cases along'),
  'text.kept': () => i18n.t('wrote or changed an approved text'),
  'text.retired': () => i18n.t('took an approved text out of use'),
  'author.contact_refused': () => i18n.t('said that an author must not be written to'),
  'author.contact_allowed': () => i18n.t('allowed writing to an author again'),
  'office_hours.changed': () => i18n.t('changed the office hours'),
  'member.invited': () => i18n.t('invited a member'),
  'member.joined': () => i18n.t('joined'),
  'member.changed': () => i18n.t('changed a member'),
  'member.left': () => i18n.t('marked a member as having left'),
  'member.password_link_made': () => i18n.t('made a password link for a member'),
  'member.password_changed': () => i18n.t('changed the own password'),
  'member.password_reset': () => i18n.t('chose a new password by a link'),
  'account.connected': () => i18n.t('connected an account'),
  'account.changed': () => i18n.t('changed an account'),
  'account.removed': () => i18n.t('disconnected an account'),
  'account.reconcile_asked': () => i18n.t('asked for a check of an account'),
  'intake.replayed': () => i18n.t('tried items again'),
  'unit.added': () => i18n.t('added a unit'),
  'unit.changed': () => i18n.t('changed a unit'),
  'case.logged_by_hand': () => i18n.t('logged a letter or a visit'),
  'archive.imported': () => i18n.t('imported an archive'),
};

/** What an administrative act is called; one that this console does not know yet is shown by its own name. */
export const auditWords = (action: string) => sentences[action]?.() ?? action;
