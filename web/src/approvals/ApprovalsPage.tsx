import { ListChecks } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApprovalRow } from '../../../src/api/contract.ts';
import { Empty } from '../parts/Empty.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Scroll } from '../parts/Scroll.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Page } from '../settings/Page.tsx';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { ApprovalCard } from './ApprovalCard.tsx';
import { decidedWords, sentBackOf, waitsWords } from './approvalWords.ts';
import { Decide } from './Decide.tsx';
import { useApprovals } from './useApprovals.ts';

/** What waits for the member's yes, and their own answers that wait or came back. */
export default function ApprovalsPage() {
  const mayDraft = useMay('replies.draft');
  return (
    <Scroll name={i18n.t('To approve')} className="h-full">
      <Page
        title={i18n.t('To approve')}
        about={i18n.t('Answers that a policy holds, or whose writer asked for a second pair of eyes.')}
      >
        {mayDraft ? <Approvals /> : <Notice>{i18n.t('Your role writes and approves no answers.')}</Notice>}
      </Page>
    </Scroll>
  );
}

function Approvals() {
  const approvals = useApprovals();
  if (approvals.data === undefined) {
    return approvals.isError ? (
      <Trouble error={approvals.error} again={() => void approvals.refetch()} />
    ) : (
      <Skeleton lines={6} />
    );
  }
  const { toApprove, own } = approvals.data;
  return (
    <>
      {toApprove.length === 0 ? (
        <Empty icon={<ListChecks />} title={i18n.t('Nothing waits for your yes')}>
          {i18n.t('What needs it comes here by itself.')}
        </Empty>
      ) : (
        <Rows rows={toApprove} title={i18n.t('Waits for your yes')}>
          {(one) => <Decide one={one} />}
        </Rows>
      )}
      {own.length > 0 && (
        <Rows rows={own} title={i18n.t('Yours')}>
          {(one) => <Own one={one} />}
        </Rows>
      )}
    </>
  );
}

function Rows({
  rows,
  title,
  children,
}: {
  rows: readonly ApprovalRow[];
  title: string;
  children: (one: ApprovalRow) => ReactNode;
}) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2 className="text-17 font-semibold">{title}</h2>
      <ul className="flex flex-col gap-3">
        {rows.map((one) => (
          <li key={one.reply.id}>
            <ApprovalCard one={one}>{children(one)}</ApprovalCard>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How far an answer of one's own is. */
function Own({ one }: { one: ApprovalRow }) {
  const back = sentBackOf(one);
  if (back === null) {
    const waits = one.reply.state === 'awaiting_approval';
    return <p className="text-13 font-medium">{waits ? waitsWords(one.asks) : i18n.t('Draft')}</p>;
  }
  return (
    <Notice kind="soon">
      <span dir="auto">{decidedWords(back)}</span>{' '}
      {i18n.t('Its words are a draft again: open the case to change and send it.')}
    </Notice>
  );
}
