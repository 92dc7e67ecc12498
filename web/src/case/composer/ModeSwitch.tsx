import { Globe, Lock } from 'lucide-react';
import type { PermissionView } from '../../../../src/api/contract.ts';
import { classes } from '../../parts/classes.ts';
import { i18n } from '../../words/i18n.ts';
import { translated } from '../../words/serverSentences.ts';
import { isOpen } from './writing.ts';

export interface ModeSwitchProps {
  permissions: readonly PermissionView[];
  mode: 'public' | 'direct';
  accountId: string | null;
  choose: (change: { mode: 'public' | 'direct'; accountId: string | null }) => void;
}

const modes = [
  { mode: 'public' as const, Icon: Globe, words: () => i18n.t('Public reply') },
  { mode: 'direct' as const, Icon: Lock, words: () => i18n.t('Direct message') },
];

/** Accounts as they come, under their institutions where there are several: nobody speaks for another one by mistake. */
function AccountOptions({ accounts }: { accounts: readonly PermissionView[] }) {
  const institutions = [...new Set(accounts.map(({ institution }) => institution))];
  const options = (of: string) =>
    accounts
      .filter(({ institution }) => institution === of)
      .map((one) => (
        <option
          key={one.accountId}
          value={one.accountId}
          disabled={!isOpen(one)}
          className="bg-raised text-ink"
        >
          {one.accountHandle}
        </option>
      ));
  return institutions.map((one) =>
    institutions.length === 1 ? (
      options(one)
    ) : (
      <optgroup key={one} label={one} className="bg-raised text-ink">
        {options(one)}
      </optgroup>
    ),
  );
}

/** Public or direct, and from which account: as far as the network permits it for this very post. */
export function ModeSwitch({ permissions, mode, accountId, choose }: ModeSwitchProps) {
  const fitting = (wanted: 'public' | 'direct') => permissions.filter((one) => one.mode === wanted);
  const pick = (wanted: 'public' | 'direct') => {
    const offers = fitting(wanted);
    const one = offers.find((offer) => offer.accountId === accountId && isOpen(offer)) ?? offers.find(isOpen);
    choose({ mode: wanted, accountId: one?.accountId ?? accountId });
  };
  const accounts = fitting(mode);
  return (
    <>
      <fieldset className="flex rounded-8 bg-deep p-0.5">
        <legend className="sr-only">{i18n.t('How to answer')}</legend>
        {modes.map(({ mode: one, Icon, words }) => {
          const offers = fitting(one);
          const allowed = offers.some(isOpen);
          const reason = translated(offers[0]?.reason ?? null) ?? i18n.t('This network has no such way.');
          return (
            <label
              key={one}
              title={allowed ? undefined : reason}
              className={classes(
                'target relative inline-flex items-center gap-1.5 rounded-8 px-3 text-13 has-focus-visible:outline-2 has-focus-visible:outline-accent',
                mode === one ? 'bg-raised font-semibold shadow-[0_0_0_1px_var(--line)]' : 'text-quiet',
                allowed ? 'cursor-pointer' : 'cursor-not-allowed opacity-60',
              )}
            >
              <input
                type="radio"
                name="mode"
                className="absolute inset-0 cursor-[inherit] opacity-0"
                checked={mode === one}
                disabled={!allowed}
                onChange={() => pick(one)}
              />
              <Icon aria-hidden className="size-4" />
              {words()}
            </label>
          );
        })}
      </fieldset>
      {accounts.length > 1 ? (
        <select
          aria-label={i18n.t('Answer from')}
          value={accountId ?? ''}
          onChange={(event) => choose({ mode, accountId: event.target.value })}
          className="target max-w-60 truncate rounded-8 border border-line bg-raised px-2 text-13"
        >
          <AccountOptions accounts={accounts} />
        </select>
      ) : (
        <span className="truncate text-13 text-quiet">{accounts[0]?.accountHandle}</span>
      )}
    </>
  );
}
