import type { Right } from '../../../src/domain/rights.ts';
import { i18n } from '../words/i18n.ts';

const words: Record<Right, () => string> = {
  'cases.read': () => i18n.t('Read cases and posts'),
  'front.read': () => i18n.t('Read the front row: everything, unfiltered'),
  'front.manage': () => i18n.t('Say what needs an executive'),
  'cases.export': () => i18n.t('Take lists of cases along as CSV'),
  'tags.manage': () => i18n.t('Rename tags and put them together, write topics'),
  'followUps.read': () => i18n.t('Read all follow-ups'),
  'views.share': () => i18n.t('Keep views for everybody'),
  'record.read': () => i18n.t('Read how fast authors are answered'),
  'record.members.read': () => i18n.t('Read how fast each member answers'),
  'cases.work': () => i18n.t('Claim, assign, tag, resolve cases'),
  'authors.erase': () => i18n.t('Erase authors'),
  'authors.export': () => i18n.t('Take along what is kept about an author'),
  'authors.block': () => i18n.t('Block authors'),
  'authors.protect': () => i18n.t('Protect authors'),
  'replies.draft': () => i18n.t('Draft replies'),
  'replies.send': () => i18n.t('Send replies'),
  'announcements.send': () => i18n.t('Send announcements'),
  'calls.read': () => i18n.t('Read calls for complaints'),
  'calls.manage': () => i18n.t('Open calls for complaints, announce and end them, publish their reports'),
  'answers.manage': () => i18n.t('Manage approved texts'),
  'replies.approve': () => i18n.t('Approve replies of others'),
  'policies.manage': () => i18n.t('Manage policies'),
  'rules.manage': () => i18n.t('Manage automation rules'),
  'teams.manage': () => i18n.t('Manage teams and the rota'),
  'accounts.read': () => i18n.t('Read connected accounts'),
  'accounts.manage': () => i18n.t('Connect and change accounts'),
  'accounts.own': () => i18n.t('Connect an account of one’s own, and cut it off'),
  'members.read': () => i18n.t('Read members'),
  'members.manage': () => i18n.t('Invite and change members'),
  'intake.read': () => i18n.t('Read the intake'),
  'intake.manage': () => i18n.t('Import archives, try items again'),
  'organisation.manage': () => i18n.t('Change the organisation'),
  'audit.read': () => i18n.t('Read the audit'),
  'keys.manage': () => i18n.t('Manage keys'),
  'webhooks.manage': () => i18n.t('Manage webhooks'),
  'self.manage': () => i18n.t('Change oneself'),
};

/** What a right allows, in words. */
export const rightWords = (right: Right): string => words[right]();
