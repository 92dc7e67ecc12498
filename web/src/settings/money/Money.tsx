import { useQuery } from '@tanstack/react-query';
import type { AccountView, MoneyView } from '../../../../src/api/contract.ts';
import { Notice } from '../../parts/Notice.tsx';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { moneyQuery } from '../../server/money.ts';
import { dateWords } from '../../time/timeWords.ts';
import { i18n } from '../../words/i18n.ts';
import { amountWords } from './amounts.ts';
import { Bar } from './Bar.tsx';
import { CeilingForm } from './CeilingForm.tsx';
import { Days, Uses } from './Tables.tsx';

/** "USD 4.12 of USD 6.00", and where it will end. */
function Headline({ money }: { money: MoneyView }) {
  const { spent, setAside, ceiling, projected, currency, to } = money;
  const past = ceiling !== null && projected !== null && projected > ceiling;
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      <p className="text-20 font-semibold tabular-nums">{amountWords(spent, currency)}</p>
      <p className="text-quiet">
        {ceiling === null
          ? i18n.t('spent this month, without a ceiling')
          : i18n.t('of {ceiling} spent this month', { ceiling: amountWords(ceiling, currency) })}
      </p>
      {setAside > 0 && (
        <p className="text-13 text-quiet">
          {i18n.t('{amount} set aside for what is under way', { amount: amountWords(setAside, currency) })}
        </p>
      )}
      {projected !== null && (
        <p className={past ? 'font-medium text-over' : 'text-quiet'}>
          {past
            ? i18n.t('About {amount} by {date} if it goes on so: more than the ceiling', {
                amount: amountWords(projected, currency),
                date: dateWords(to),
              })
            : i18n.t('About {amount} by {date} if it goes on so', {
                amount: amountWords(projected, currency),
                date: dateWords(to),
              })}
        </p>
      )}
    </div>
  );
}

/** Beside what the panel says above. */
function Standing({ money }: { money: MoneyView }) {
  return (
    <>
      {money.ceilingMeant !== null && (
        <Notice kind="over">
          {i18n.t(
            'The ceiling was set in {before}, and the account is now charged in {now}. Nothing is spent until it is set anew.',
            {
              before: money.ceilingMeant,
              now: money.currency,
            },
          )}
        </Notice>
      )}
      {money.held > 0 && (
        <p className="font-medium">
          {i18n.t(
            '{n, plural, one {# answer waits} other {# answers wait}} for money. They go out by themselves once there is some.',
            {
              n: money.held,
            },
          )}
        </p>
      )}
    </>
  );
}

/** What the account costs this month, how much it may, and what is stopped. */
export default function Money({ account, mayManage }: { account: AccountView; mayManage: boolean }) {
  const money = useQuery(moneyQuery(account.id)).data;
  if (money === undefined) return <Skeleton lines={4} />;
  return (
    <div className="flex flex-col gap-4 pt-2 text-15">
      <Headline money={money} />
      <Bar money={money} />
      <Standing money={money} />
      <Uses money={money} />
      {money.days.length > 0 && <Days money={money} />}
      {mayManage && <CeilingForm key={`${money.ceiling} ${money.warnAt}`} account={account} money={money} />}
    </div>
  );
}
