import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import type { PolicyView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { type OneOpen, useOneOpen } from '../../parts/useOneOpen.ts';
import { approvalsQuery, keepPolicy, policiesQuery, retirePolicy } from '../../server/approvals.ts';
import { membersQuery } from '../../server/queries.ts';
import { useMay } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';
import { listedOr } from '../../words/intl.ts';
import { policyWords } from '../../words/policyWords.ts';
import { Page, Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';
import { PolicyForm } from './PolicyForm.tsx';

/** Which answers need somebody else's yes before they go out. */
export default function PoliciesPage() {
  const mayManage = useMay('policies.manage');
  const one = useOneOpen();
  return (
    <Page
      title={i18n.t('Policies')}
      about={i18n.t(
        'An answer that a policy holds waits until somebody else approves it. Several policies ask one by one.',
      )}
    >
      {mayManage &&
        (one.open === 'new' ? (
          <Panel title={i18n.t('A new policy')}>
            <PolicyForm policy={null} close={() => one.close('new')} />
          </Panel>
        ) : (
          <div>
            <Button kind="main" onClick={() => one.show('new')}>
              {i18n.t('Write a policy')}
            </Button>
          </div>
        ))}
      <Policies one={one} mayManage={mayManage} />
    </Page>
  );
}

function Policies({ one, mayManage }: { one: OneOpen; mayManage: boolean }) {
  const policies = useQuery(policiesQuery);
  if (policies.data === undefined) {
    return policies.isError ? (
      <Trouble error={policies.error} again={() => void policies.refetch()} />
    ) : (
      <Skeleton lines={4} />
    );
  }
  if (policies.data.length === 0) {
    return (
      <Empty icon={<Scale />} title={i18n.t('No policy yet')}>
        {i18n.t('Every answer goes out as its writer sends it.')}
      </Empty>
    );
  }
  return (
    <Panel>
      <ul>
        {policies.data.map((policy) => (
          <li key={policy.id} className="border-b border-line py-3 last:border-b-0">
            {one.open === policy.id ? (
              <PolicyForm policy={policy} close={() => one.close(policy.id)} />
            ) : (
              <PolicyLine policy={policy} mayManage={mayManage} edit={() => one.show(policy.id)} />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function PolicyLine({
  policy,
  mayManage,
  edit,
}: {
  policy: PolicyView;
  mayManage: boolean;
  edit: () => void;
}) {
  const mayRead = useMay('members.read');
  const members = useQuery({ ...membersQuery, enabled: mayRead && policy.by.kind === 'member' }).data ?? [];
  const nameOf = (memberId: string) => members.find(({ id }) => id === memberId)?.name ?? null;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 dir="auto" className="min-w-0 font-medium break-words">
          {policy.name}
          {!policy.enabled && <span className="font-normal text-soon"> {i18n.t('Off')}</span>}
        </h2>
        {mayManage && <PolicyActs policy={policy} edit={edit} />}
      </div>
      <p dir="auto">{policyWords(policy, nameOf)}</p>
      <p className="text-13 text-quiet">
        {policy.approvers.length === 0
          ? i18n.t('Nobody here could approve what you write.')
          : i18n.t('What you write would be approved by {names}.', {
              names: listedOr(policy.approvers.map(({ name }) => name)),
            })}
      </p>
    </div>
  );
}

function PolicyActs({ policy, edit }: { policy: PolicyView; edit: () => void }) {
  const { change, busy, trouble } = useChange([policiesQuery.queryKey, approvalsQuery.queryKey, ['audit']]);
  const { id, approvers: _, ...kept } = policy;
  const { name, enabled } = policy;
  const turn = enabled ? i18n.t('Turn off') : i18n.t('Turn on');
  return (
    <span className="flex flex-wrap gap-1">
      <Button kind="quiet" aria-label={i18n.t('Change: {title}', { title: name })} onClick={edit}>
        {i18n.t('Change')}
      </Button>
      <Button
        kind="quiet"
        disabled={busy}
        aria-label={`${turn}: ${name}`}
        onClick={() => void change(() => keepPolicy(id, { ...kept, enabled: !enabled }))}
      >
        {turn}
      </Button>
      <Button
        kind="quiet"
        disabled={busy}
        aria-label={i18n.t('Take out of use: {title}', { title: name })}
        onClick={() => void change(() => retirePolicy(id))}
      >
        {i18n.t('Take out of use')}
      </Button>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </span>
  );
}
