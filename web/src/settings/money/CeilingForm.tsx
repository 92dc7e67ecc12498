import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountView, MoneyView } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Field } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { moneyQuery, setCeiling } from '../../server/money.ts';
import { accountsQuery } from '../../server/queries.ts';
import { i18n } from '../../words/i18n.ts';
import { useChange } from '../useChange.ts';
import { amountField, amountWords, typedAmount } from './amounts.ts';

const isPercent = (typed: string) => /^\d{1,3}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 100;

/** How much the account may spend in a month, and when people are warned. */
export function CeilingForm({ account, money }: { account: AccountView; money: MoneyView }) {
  const { currency, spent } = money;
  const client = useQueryClient();
  const [amount, setAmount] = useState(amountField(money.ceiling));
  const [warnAt, setWarnAt] = useState(String(money.warnAt));
  const { change, busy, trouble } = useChange([accountsQuery.queryKey]);
  const ceiling = typedAmount(amount);
  const changed = amount !== amountField(money.ceiling) || warnAt !== String(money.warnAt);
  const meansSomethingElse = money.ceilingMeant !== null;
  const save = async () => {
    if (ceiling === undefined || !isPercent(warnAt)) return;
    const set = await change(() => setCeiling(account.id, { ceiling, currency, warnAt: Number(warnAt) }));
    if (set !== undefined) client.setQueryData(moneyQuery(account.id).queryKey, set);
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-48 flex-1">
          <Field
            label={i18n.t('Ceiling of a month, in {currency}', { currency })}
            help={i18n.t('Left empty: what it costs is counted, and never stopped.')}
            inputMode="decimal"
            autoComplete="off"
            value={amount}
            aria-invalid={ceiling === undefined}
            onChange={(event) => setAmount(event.target.value)}
          />
        </div>
        <div className="min-w-40">
          <Field
            label={i18n.t('Warn at, in percent')}
            inputMode="numeric"
            autoComplete="off"
            className="max-w-28"
            value={warnAt}
            aria-invalid={!isPercent(warnAt)}
            onChange={(event) => setWarnAt(event.target.value)}
          />
        </div>
      </div>
      {ceiling === undefined && (
        <Notice kind="over">{i18n.t('Write an amount, such as 150 or 12.50.')}</Notice>
      )}
      {!isPercent(warnAt) && <Notice kind="over">{i18n.t('Write a whole number from 1 to 100.')}</Notice>}
      {ceiling != null && ceiling < spent && changed && (
        <Notice kind="soon">
          {i18n.t('{amount} are spent already: everything stops until the month ends.', {
            amount: amountWords(spent, currency),
          })}
        </Notice>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {(changed || meansSomethingElse) && (
        <Button
          type="submit"
          kind="main"
          className="self-start"
          disabled={busy || ceiling === undefined || !isPercent(warnAt)}
        >
          {i18n.t('Keep the ceiling')}
        </Button>
      )}
    </form>
  );
}
