import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PolicyView } from '../../../../src/api/contract.ts';
import { currencies } from '../../../../src/domain/money.ts';
import { may, roles } from '../../../../src/domain/rights.ts';
import { Button } from '../../parts/Button.tsx';
import { Choice, Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { approvalsQuery, keepPolicy, policiesQuery } from '../../server/approvals.ts';
import { membersQuery } from '../../server/queries.ts';
import { i18n } from '../../words/i18n.ts';
import { roleWords } from '../../words/names.ts';
import { someRoleWords } from '../../words/policyWords.ts';
import { useChange } from '../useChange.ts';
import { byChoiceOf, type MoneyChoice, moneyChoiceOf, policyOf } from './policyDraft.ts';
import { TopicsField } from './TopicsField.tsx';

/** A new policy, or one that is changed. */
export function PolicyForm({ policy, close }: { policy: PolicyView | null; close: () => void }) {
  const { change, busy, trouble } = useChange([policiesQuery.queryKey, approvalsQuery.queryKey, ['audit']]);
  const [topics, setTopics] = useState<readonly string[]>(policy?.topics ?? []);
  const save = async (form: FormData) => {
    const kept = await change(() => keepPolicy(policy?.id ?? null, policyOf(form, topics)));
    if (kept !== undefined) close();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Name of the policy')}
        name="name"
        required
        maxLength={120}
        dir="auto"
        defaultValue={policy?.name}
      />
      <MoneyFields policy={policy} />
      <TopicsField topics={topics} change={setTopics} />
      <Writers policy={policy} />
      <ByChoice policy={policy} />
      <label className="target inline-flex items-center gap-2">
        <input
          type="checkbox"
          name="enabled"
          defaultChecked={policy?.enabled ?? true}
          className="size-5 accent-accent"
        />
        {i18n.t('It is on')}
      </label>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Keep the policy')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}

function MoneyFields({ policy }: { policy: PolicyView | null }) {
  const [money, setMoney] = useState<MoneyChoice>(policy === null ? 'from' : moneyChoiceOf(policy));
  const amount = policy?.amount ?? null;
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Choice
        label={i18n.t('Money in the words')}
        name="money"
        value={money}
        onChange={(event) => setMoney(event.target.value as MoneyChoice)}
      >
        <option value="from">{i18n.t('From an amount')}</option>
        <option value="any">{i18n.t('Any amount')}</option>
        <option value="none">{i18n.t('With or without')}</option>
      </Choice>
      {money === 'from' && (
        <>
          <Field
            label={i18n.t('Least amount')}
            name="from"
            type="number"
            inputMode="decimal"
            required
            min={0}
            max={10_000_000_000_000}
            step={0.01}
            defaultValue={amount === null ? '' : amount.hundredths / 100}
          />
          <Choice label={i18n.t('Currency')} name="currency" defaultValue={amount?.currency ?? 'KES'}>
            {currencies.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Choice>
        </>
      )}
    </div>
  );
}

function Writers({ policy }: { policy: PolicyView | null }) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{i18n.t('Only what is written by')}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {roles
          .filter((role) => may(role, 'replies.draft'))
          .map((role) => (
            <label key={role} className="target flex items-center gap-2">
              <input
                type="checkbox"
                name="role"
                value={role}
                defaultChecked={policy?.roles.includes(role)}
                className="size-5 shrink-0 accent-accent"
              />
              {someRoleWords(role)}
            </label>
          ))}
      </div>
      <p className="text-13 text-quiet">{i18n.t('None chosen: whoever writes.')}</p>
    </fieldset>
  );
}

function ByChoice({ policy }: { policy: PolicyView | null }) {
  const members = useQuery(membersQuery).data ?? [];
  const able = members.filter(
    (one) => one.leftAt === null && !one.invited && may(one.role, 'replies.approve'),
  );
  const chosen = policy === null ? 'superior' : byChoiceOf(policy);
  return (
    // Another one once the members are read: a choice that was not in the list yet would have been lost.
    <Choice key={able.length} label={i18n.t('Approved by')} name="by" defaultValue={chosen}>
      <option value="superior">{i18n.t('The superior of whoever writes')}</option>
      <optgroup label={i18n.t('Anybody in a role')}>
        {roles
          .filter((role) => may(role, 'replies.approve'))
          .map((role) => (
            <option key={role} value={`role:${role}`}>
              {roleWords(role)}
            </option>
          ))}
      </optgroup>
      <optgroup label={i18n.t('One member')}>
        {able.map(({ id, name }) => (
          <option key={id} value={`member:${id}`}>
            {name}
          </option>
        ))}
      </optgroup>
    </Choice>
  );
}
