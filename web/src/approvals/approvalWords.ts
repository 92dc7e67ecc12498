import type { ApprovalsView, AskView, MovesBody, PolicyView } from '../../../src/api/contract.ts';
import { factWords } from '../author/factWords.ts';
import { i18n } from '../words/i18n.ts';
import { listedOr } from '../words/intl.ts';
import { policyWhenWords } from '../words/policyWords.ts';

/** Who may say yes to what still waits, each once. */
export const approversOf = (asks: readonly AskView[]): string[] => [
  ...new Map(
    asks
      .filter(({ state }) => state === 'waiting')
      .flatMap(({ approvers }) => approvers.map(({ id, name }) => [id, name] as const)),
  ).values(),
];

/** "Waits for the approval of Grace or Naledi"; without a name where nobody is known who could give it. */
export function waitsWords(asks: readonly AskView[]): string {
  const names = approversOf(asks);
  return names.length === 0
    ? i18n.t('Waits for approval')
    : i18n.t('Waits for the approval of {names}', { names: listedOr(names) });
}

/** Which policy asks, and why: in the reader's language as long as the policy is in use. */
export function askWords(
  ask: Pick<AskView, 'policy' | 'when' | 'ownAccount'>,
  policies: readonly PolicyView[],
): string {
  if (ask.ownAccount) return i18n.t('It would leave from their own account');
  if (ask.policy === null) return i18n.t('Its writer asks for it');
  const policy = policies.find(({ name }) => name === ask.policy);
  const when = policy === undefined ? ask.when : policyWhenWords(policy);
  return when === null
    ? i18n.t('{policy}: always', { policy: ask.policy })
    : i18n.t('{policy}: when {when}', { policy: ask.policy, when });
}

/** How far one asking is; null while it waits. */
export function decidedWords({ state, by, reason }: AskView): string | null {
  const name = by?.name ?? i18n.t('A colleague');
  switch (state) {
    case 'waiting':
      return null;
    case 'approved':
      return i18n.t('{name} approved it', { name });
    case 'sent_back':
      return reason === null
        ? i18n.t('{name} sent it back', { name })
        : i18n.t('{name} sent it back: {reason}', { name, reason });
    case 'taken_back':
      return i18n.t('Its writer took it back');
  }
}

/** The sending back of an answer after which nothing was decided about it or asked again; null where there is none. */
export function sentBackOf({ asks }: { asks: readonly AskView[] }): AskView | null {
  if (asks.some(({ state }) => state === 'waiting')) return null;
  // Of two that were asked at once either may have been decided last.
  const last = asks.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);
  return last?.state === 'sent_back' ? last : null;
}

/** What was asked about a reply, as far as this member may see it. */
export const askedAbout = (view: ApprovalsView | undefined, replyId: string): readonly AskView[] =>
  [...(view?.toApprove ?? []), ...(view?.own ?? [])].find(({ reply }) => reply.id === replyId)?.asks ?? [];

/** What happened to a case meanwhile: "Grace changed the owner". */
export const moveWords = ({ action, by }: MovesBody['moves'][number]): string =>
  by === null ? factWords({ action }) : `${by} ${factWords({ action })}`;
