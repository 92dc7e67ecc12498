import { useQuery } from '@tanstack/react-query';
import type { CaseView, CommitmentView } from '../../../../src/api/contract.ts';
import { promiseTold } from '../../../../src/domain/promiseTold.ts';
import { AskedAuthor } from '../../author/AskedAuthor.tsx';
import { commitmentsQuery } from '../../server/commitments.ts';
import { useMay } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';
import { TextList } from './TextList.tsx';

interface Props {
  shown: CaseView;
  take: (text: string) => void;
}

/** What promises that ended ask of whoever answers: to read what the author says of them, and to tell the author. */
export default function PromiseTold({ shown, take }: Props) {
  const { data = [] } = useQuery(commitmentsQuery(shown.row.id));
  return (
    <>
      <Answers shown={shown} promises={data} />
      <Untold shown={shown} take={take} promises={data} />
    </>
  );
}

/** What authors wrote when they were asked whether it happened, where the promises themselves stand on another screen. */
function Answers({ shown: { row }, promises }: Pick<Props, 'shown'> & { promises: CommitmentView[] }) {
  const mayWork = useMay('cases.work') && !row.merged;
  return promises.map(
    (one) =>
      one.asked?.answer != null && (
        <section key={one.id} aria-label={i18n.t('Did it happen?')} className="wide:hidden">
          <p dir="auto" className="line-clamp-2 break-words text-13 text-quiet">
            {one.what}
          </p>
          <AskedAuthor promise={one} asked={one.asked} caseId={row.id} mayWork={mayWork} />
        </section>
      ),
  );
}

/** Words for an author who has not heard from us since their promise was kept, or given up; nothing is written before a person takes them. */
function Untold({ shown, take, promises }: Props & { promises: CommitmentView[] }) {
  const told = shown.posts.findLast((post) => post.direction === 'house')?.at ?? '';
  const untold = promises.filter((one) => isUntold(one, told));
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
