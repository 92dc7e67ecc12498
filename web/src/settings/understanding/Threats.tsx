import { useQuery } from '@tanstack/react-query';
import type { UnderstandingView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { setThreats, understandingQuery } from '../../server/findings.ts';
import { rotaQuery } from '../../server/queries.ts';
import { tell } from '../../shell/told.ts';
import { useMay } from '../../shell/useMe.ts';
import { i18n } from '../../words/i18n.ts';
import { MemberChecks } from '../MemberChecks.tsx';
import { Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';

/** Who is trained to answer somebody who threatens to harm themselves or others, and what can be offered. */
export function Threats({ found }: { found: UnderstandingView }) {
  const mayManage = useMay('teams.manage');
  return (
    <Panel title={i18n.t('Threats against oneself or others')}>
      <p className="text-quiet">
        {i18n.t(
          'Such a case stands before all others and goes at once to one of these members who is on duty. No rule answers it, and it is not settled together with others.',
        )}
      </p>
      {found.answerers.length === 0 && (
        <Notice kind="soon">
          {i18n.t('Nobody is named: such a case waits at the top of the queue until somebody takes it.')}
        </Notice>
      )}
      {mayManage ? (
        <ThreatsForm found={found} />
      ) : (
        <p dir="auto">{found.answerers.map(({ name }) => name).join(', ')}</p>
      )}
    </Panel>
  );
}

function ThreatsForm({ found }: { found: UnderstandingView }) {
  const rota = useQuery(rotaQuery).data ?? [];
  const { change, busy, trouble } = useChange([understandingQuery.queryKey, ['audit']]);
  const save = async (form: FormData) => {
    const helpline = String(form.get('helpline')).trim();
    const kept = await change(() =>
      setThreats({
        memberIds: form.getAll('member').map(String),
        helpline: helpline === '' ? null : helpline,
      }),
    );
    if (kept !== undefined) tell(i18n.t('It is kept.'));
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <MemberChecks
        legend={i18n.t('Who is trained for it')}
        places={rota.filter(({ member }) => !member.invited)}
        isChosen={(one) => found.answerers.some(({ id }) => id === one)}
      />
      <Field
        label={i18n.t('What can be offered to somebody who may harm themselves')}
        help={i18n.t(
          'A helpline with its number. Left empty, the helplines of your country that this program knows are shown; call one yourself before you rely on it.',
        )}
        name="helpline"
        maxLength={500}
        dir="auto"
        defaultValue={found.helpline ?? ''}
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div>
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Keep this')}
        </Button>
      </div>
    </form>
  );
}
