import type { PermissionView } from '../../../../src/api/contract.ts';
import { smsParts } from '../../../../src/domain/smsParts.ts';
import { classes } from '../../parts/classes.ts';
import { i18n } from '../../words/i18n.ts';
import { rules } from '../../words/intl.ts';

/** How many SMS the answer becomes, and what that costs. */
export default function PartsLine({ text, permission }: { text: string; permission: PermissionView }) {
  const { parts, alphabet } = smsParts(text);
  const most = permission.parts ?? 1;
  const tooMany = parts > most;
  return (
    <span
      className={classes('text-13 tabular-nums', tooMany ? 'text-over font-semibold' : 'text-quiet')}
      title={
        alphabet === 'ucs2'
          ? i18n.t('A letter of it takes 16 bits on a telephone: less than half as many fit.')
          : undefined
      }
    >
      {tooMany
        ? i18n.t('{parts} SMS, {most} are the most', { parts, most })
        : i18n.t('{parts, plural, one {# SMS} other {# SMS}}', { parts })}
      {permission.price !== null && ` · ${priceWords(permission.price, parts)}`}
    </span>
  );
}

/** "KES 1.60" */
function priceWords({ micros, currency }: NonNullable<PermissionView['price']>, times: number): string {
  const amount = (micros * times) / 1_000_000;
  const options = { style: 'currency', currency, currencyDisplay: 'code', maximumFractionDigits: 4 } as const;
  return new Intl.NumberFormat(rules(), options).format(amount);
}
