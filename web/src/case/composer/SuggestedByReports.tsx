import { useQuery } from '@tanstack/react-query';
import type { CaseView, FollowUpView } from '../../../../src/api/contract.ts';
import { followUpsQuery } from '../../server/followUps.ts';
import { suggestionIn, waitsForMe } from '../../words/followUpWords.ts';
import { i18n } from '../../words/i18n.ts';
import { TextList } from './TextList.tsx';

/** What reports suggest to answer, since we answered last; nothing is written before a person takes it. */
export default function SuggestedByReports({
  shown,
  take,
}: {
  shown: CaseView;
  take: (text: string) => void;
}) {
  const { data } = useQuery(followUpsQuery(shown.row.id));
  const told = shown.posts.findLast((post) => post.direction === 'house')?.at ?? '';
  const texts = (data ?? []).flatMap((one) => {
    const text = suggestionIn(one);
    // What waits for the member stands above with its own way into the composer.
    return text === null || waitsForMe(one) || reportedAt(one) <= told
      ? []
      : [{ id: one.id, title: one.question ?? i18n.t('Suggested reply to the author'), text }];
  });
  if (texts.length === 0) return null;
  return (
    <TextList name={i18n.t('Suggested by reports')} texts={texts.slice(-2)} row={shown.row} take={take} />
  );
}

const reportedAt = ({ acts }: FollowUpView): string =>
  acts.findLast(({ kind }) => kind === 'reported')?.at ?? '';
