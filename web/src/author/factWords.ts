import type { HistoryView } from '../../../src/api/contract.ts';
import type { HistoryAction } from '../../../src/domain/history.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';

const sentences: Record<HistoryAction, () => string> = {
  case_opened: () => i18n.t('The case was opened'),
  post_heard: () => i18n.t('The author wrote'),
  post_edited: () => i18n.t('A post was edited'),
  post_deleted: () => i18n.t('A post was deleted'),
  answer_heard: () => i18n.t('An answer of ours was heard on the network'),
  case_claimed: () => i18n.t('claimed the case'),
  claim_released: () => i18n.t('gave the claim back'),
  case_assigned: () => i18n.t('changed the owner'),
  case_handed_off: () => i18n.t('handed the case off'),
  case_handed_to_team: () => i18n.t('handed the case to a team'),
  case_handed_over: () => i18n.t('handed over what was written to them alone'),
  case_resolved: () => i18n.t('resolved the case'),
  case_reopened: () => i18n.t('The case was reopened'),
  severity_set: () => i18n.t('judged the severity'),
  severity_found: () => i18n.t('found how grave it is'),
  alike_found: () => i18n.t('found that others say the same'),
  case_unfolded: () => i18n.t('put it into the queue: the case that stood for it left'),
  threat_found: () => i18n.t('found a threat'),
  topic_found: () => i18n.t('found what it is about'),
  finding_corrected: () => i18n.t('corrected what was found'),
  threats_set: () => i18n.t('said who answers threats'),
  tags_set: () => i18n.t('changed the tags'),
  abuse_marked: () => i18n.t('folded a post as abusive'),
  abuse_unmarked: () => i18n.t('showed a folded post again'),
  praise_marked: () => i18n.t('marked a post as praise'),
  praise_unmarked: () => i18n.t('took back that a post is praise'),
  authors_joined: () => i18n.t('said that two authors are one person'),
  authors_parted: () => i18n.t('took that back: they are two people'),
  contact_refused: () => i18n.t('said that the author must not be written to'),
  contact_allowed: () => i18n.t('allowed writing to the author again'),
  author_protected: () => i18n.t('protected the author'),
  author_unprotected: () => i18n.t('took the protection of the author back'),
  author_blocked: () => i18n.t('blocked the author'),
  author_unblocked: () => i18n.t('unblocked the author'),
  watch_out_found: () => i18n.t('found an account that may answer in our name'),
  watch_out_decided: () => i18n.t('said what an account is that answers in our name'),
  watch_out_reported: () => i18n.t('reported an account to its network'),
  post_hidden: () => i18n.t('hid a post on the network'),
  post_shown_again: () => i18n.t('showed a hidden post again'),
  case_merged: () => i18n.t('put two cases together'),
  case_split: () => i18n.t('made a case of its own of some conversations'),
  case_rearrangement_undone: () => i18n.t('took that back'),
  call_not_reached: () => i18n.t('called back and did not reach the author'),
  note_written: () => i18n.t('wrote a note'),
  unit_set: () => i18n.t('said which unit it is about'),
  moved_to_private: () => i18n.t('moved the case to private'),
  move_closed: () => i18n.t('closed the link that stands in public'),
  outcome_made_public: () => i18n.t('brought the outcome back to the public'),
  link_revoked: () => i18n.t('The private page was closed'),
  how_to_reach_erased: () => i18n.t('erased how to reach the author'),
  author_erased: () => i18n.t('erased the author'),
  approval_asked: () => i18n.t('asked for approval of a reply'),
  approval_given: () => i18n.t('approved a reply'),
  approval_refused: () => i18n.t('sent a reply back to its writer'),
  reply_queued: () => i18n.t('sent a reply'),
  reply_withdrawn: () => i18n.t('took a reply back'),
  reply_sending: () => i18n.t('A reply is on its way'),
  reply_sent: () => i18n.t('A reply went out'),
  reply_later: () => i18n.t('A reply was put off by the network'),
  reply_unknown: () => i18n.t('Nobody knows whether a reply went out'),
  reply_refused: () => i18n.t('The network refused a reply'),
  reply_delayed: () => i18n.t('A reply is delayed on its way'),
  reply_bounced: () => i18n.t('A reply came back'),
  reply_arrived: () => i18n.t('A delayed reply arrived'),
  commitment_made: () => i18n.t('promised something'),
  commitment_renewed: () => i18n.t('gave a promise a new date'),
  commitment_kept: () => i18n.t('said that a promise was kept'),
  commitment_broken: () => i18n.t('said that a promise will not be kept'),
  commitment_disputed: () => i18n.t('The author says that a promise was not kept'),
  commitment_given: () => i18n.t('gave a promise to another member'),
  post_seen: () => i18n.t('saw a post on their own screen'),
  commitment_hidden: () => i18n.t('took a promise from the public page'),
  commitment_reminded: () => i18n.t('reminded of a promise'),
  alert_escalated: () => i18n.t('told the next one, since nobody had taken it'),
  alert_acknowledged: () => i18n.t('said that they have seen an alert'),
  commitment_shown: () => i18n.t('put a promise back on the public page'),
  follow_up_asked: () => i18n.t('asked staff'),
  follow_up_accepted: () => i18n.t('is on a follow-up'),
  follow_up_reported: () => i18n.t('reported on a follow-up'),
  follow_up_report_accepted: () => i18n.t('accepted a report'),
  follow_up_sent_back: () => i18n.t('sent a report back'),
  follow_up_given: () => i18n.t('gave a follow-up to another'),
  follow_up_moved: () => i18n.t('gave a follow-up another date'),
  follow_up_withdrawn: () => i18n.t('withdrew a follow-up'),
  follow_up_reminded: () => i18n.t('reminded of a follow-up'),
  announcement_queued: () => i18n.t('sent an announcement'),
  complaint_call_opened: () => i18n.t('opened a call for complaints'),
  complaint_call_announced: () => i18n.t('announced a call for complaints'),
  complaint_call_unsent: () => i18n.t('An announcement of a call for complaints did not leave'),
  complaint_call_ended: () => i18n.t('A call for complaints ended'),
  complaint_call_report_due: () => i18n.t('The report of a call for complaints is due'),
  complaint_call_reported: () => i18n.t('published the report of a call for complaints'),
  complaint_call_post_in: () => i18n.t('said that a post answers a call for complaints'),
  complaint_call_post_out: () => i18n.t('said that a post answers no call for complaints'),
  account_connected: () => i18n.t('connected an account'),
  promises_set: () => i18n.t('changed what is promised'),
  queue_placed: () => i18n.t('All waiting cases have their new places'),
  policies_set: () => i18n.t('changed the policies'),
  rules_set: () => i18n.t('changed the automation rules'),
  text_suggested: () => i18n.t('suggested an approved text'),
  rule_stopped: () => i18n.t('An automation rule stopped itself'),
  rota_set: () => i18n.t('changed teams or the rota'),
  account_state_changed: () => i18n.t('An account changed its state'),
};

/** The tags that a rule gave or took. */
function tagWords({ added, removed }: HistoryView['particulars']): string | null {
  if (typeof added === 'string' && typeof removed === 'string')
    return i18n.t('tagged {added} and took away {removed}', { added, removed });
  if (typeof added === 'string') return i18n.t('tagged {added}', { added });
  return typeof removed === 'string' ? i18n.t('took away the tag {removed}', { removed }) : null;
}

/** Until when an author was blocked; null for whatever else happened. */
function blockWords({ action, particulars: { until } = {} }: Fact): string | null {
  if (action !== 'author_blocked' || typeof until !== 'string') return null;
  return i18n.t('blocked the author until {time}', { time: momentWords(until, new Date()) });
}

/** What a member read in a post of the author about a promise; null for whatever else happened. */
function readWords({ action, particulars: { post } = {} }: Fact): string | null {
  if (typeof post !== 'string') return null;
  if (action === 'commitment_kept') return i18n.t('read that the author says a promise was kept');
  return action === 'commitment_disputed' ? i18n.t('read that the author says a promise was not kept') : null;
}

type Fact = Pick<HistoryView, 'action'> & Partial<Pick<HistoryView, 'particulars'>>;

/** What a line of the history says, without who did it. An action that this console does not know yet is shown by its own name. */
export function factWords(fact: Fact): string {
  return (
    blockWords(fact) ??
    readWords(fact) ??
    tagWords(fact.particulars ?? {}) ??
    (sentences as Record<string, (() => string) | undefined>)[fact.action]?.() ??
    fact.action.replaceAll('_', ' ')
  );
}
