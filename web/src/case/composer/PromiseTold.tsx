import { useQuery } from '@tanstack/react-query';
import type { CaseView, CommitmentView } from '../../../../src/api/contract.ts';
import { promiseTold } from '../../../../src/domain/promiseTold.ts';
import { commitmentsQuery } from '../../server/commitments.ts';
import { i18n } from '../../words/i18n.ts';
import { TextList } from './TextList.tsx';

/** Words for an author who has not heard from us since their promise was kept, or given up; nothing is written before a person takes them. */
export default function PromiseTold({ shown, take }: { shown: CaseView; take: (text: string) => void }) {
  const { data } = useQuery(commitmentsQuery(shown.row.id));
  const told = shown.posts.findLast((post) => post.direction === 'house')?.at ?? '';
  const untold = (data ?? []).filter((one) => isUntold(one, told));
  const spoken = shown.posts.findLast((post) => post.direction === 'inbound')?.language ?? null;
  if (untold.length === 0) return null;
  const texts = untold.slice(0, most).map((one) => {
    const kept = one.standing !== 'broken';
    const asks = kept && one.asked === null && shown.row.blocked === null;
    const { text } = promiseTold([spoken], { kept, what: one.what ?? '', evidence: one.evidence, asks });
    const title = asks
      ? i18n.t('Tell the author that it was kept, and ask whether it happened')
      : kept
        ? i18n.t('Tell the author that it was kept')
        : i18n.t('Tell the author that it will not be kept');
    return { id: one.id, title, text };
  });
  return <TextList name={i18n.t('What became of the promise')} texts={texts} row={shown.row} take={take} />;
}

const most = 2;

/** The author who said so themselves has to be told nothing. */
const isUntold = ({ endedAt, confirmed, what }: CommitmentView, told: string): boolean =>
  endedAt !== null && !confirmed && what !== null && endedAt > told;
