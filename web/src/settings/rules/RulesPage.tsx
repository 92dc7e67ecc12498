import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Workflow } from 'lucide-react';
import { useState } from 'react';
import type { RuleView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { Trouble } from '../../parts/Trouble.tsx';
import { type OneOpen, useOneOpen } from '../../parts/useOneOpen.ts';
import { orderRules, rulesQuery } from '../../server/rules.ts';
import { useMay } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';
import { Page, Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';
import { RuleForm } from './RuleForm.tsx';
import { RuleLine } from './RuleLine.tsx';
import { moved } from './ruleDraft.ts';

/** What the program does by itself with cases, as sentences. */
export default function RulesPage() {
  const mayManage = useMay('rules.manage');
  const one = useOneOpen();
  return (
    <Page
      title={i18n.t('Rules')}
      about={i18n.t(
        'What is done by itself with cases, a moment after a post is at the desk. Every act stands in the history of its case and can be taken back. Rules send nothing.',
      )}
    >
      {mayManage &&
        (one.open === 'new' ? (
          <Panel title={i18n.t('A new rule')}>
            <RuleForm rule={null} close={() => one.close('new')} />
          </Panel>
        ) : (
          <div>
            <Button kind="main" onClick={() => one.show('new')}>
              {i18n.t('Write a rule')}
            </Button>
          </div>
        ))}
      <Rules one={one} mayManage={mayManage} />
    </Page>
  );
}

interface Opening {
  /** Which rule is being changed; one at a time. */
  one: OneOpen;
  mayManage: boolean;
}

function Rules(opening: Opening) {
  const rules = useQuery(rulesQuery);
  if (rules.data === undefined) {
    return rules.isError ? (
      <Trouble error={rules.error} again={() => void rules.refetch()} />
    ) : (
      <Skeleton lines={4} />
    );
  }
  if (rules.data.length === 0) {
    return (
      <Empty icon={<Workflow />} title={i18n.t('No rule yet')}>
        {i18n.t('Whatever is done with a case, a member does by hand.')}
      </Empty>
    );
  }
  return <RuleList {...opening} rules={rules.data} />;
}

function RuleList({ rules, one, mayManage }: Opening & { rules: readonly RuleView[] }) {
  const client = useQueryClient();
  const { change, trouble } = useChange([rulesQuery.queryKey, ['audit']]);
  const [told, setTold] = useState('');
  const move = (rule: RuleView, by: -1 | 1) => {
    const before = rules.map(({ id }) => id);
    const ids = moved(before, rule.id, by);
    if (ids === before) return;
    const place = (id: string) => ids.indexOf(id);
    client.setQueryData<RuleView[]>(rulesQuery.queryKey, (all) =>
      all?.toSorted((a, b) => place(a.id) - place(b.id)),
    );
    setTold(
      i18n.t('{name}: now number {n} of {all}', { name: rule.name, n: place(rule.id) + 1, all: ids.length }),
    );
    void change(() => orderRules(ids)).then((done) => {
      if (done === undefined) void client.invalidateQueries({ queryKey: rulesQuery.queryKey });
    });
  };
  return (
    <Panel>
      {rules.length > 1 && (
        <p className="text-13 text-quiet">
          {i18n.t('They act in this order: where two disagree, the first has it.')}
        </p>
      )}
      <p role="status" className="sr-only">
        {told}
      </p>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <ol>
        {rules.map((rule, at) => (
          <li key={rule.id} className="border-b border-line py-4 first:pt-0 last:border-b-0">
            {one.open === rule.id ? (
              <RuleForm rule={rule} close={() => one.close(rule.id)} />
            ) : (
              <RuleLine
                rule={rule}
                isFirst={at === 0}
                isLast={at === rules.length - 1}
                mayManage={mayManage}
                edit={() => one.show(rule.id)}
                move={(by) => move(rule, by)}
              />
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
