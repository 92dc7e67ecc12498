import { useState } from 'react';
import type { AccountView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { accountsQuery } from '../server/queries.ts';
import { changeAccount } from '../server/settingChanges.ts';
import { i18n } from '../words/i18n.ts';
import { useChange } from './useChange.ts';

/** Words and names that are heard although nobody mentions the account. */
export function WatchedWords({ account, disabled }: { account: AccountView; disabled: boolean }) {
  const kept = account.watched.join(', ');
  const [typed, setTyped] = useState<string>();
  const { change, busy, trouble } = useChange([accountsQuery.queryKey]);
  const save = async () => {
    const words = (typed ?? kept)
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
    const saved = await change(() => changeAccount(account.id, { watched: [...new Set(words)] }));
    if (saved !== undefined) setTyped(undefined);
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        label={i18n.t('Watched words and names')}
        help={i18n.t(
          'Separated by commas. A post that holds one is heard even if it does not mention the account.',
        )}
        dir="auto"
        disabled={disabled}
        value={typed ?? kept}
        onChange={(event) => setTyped(event.target.value)}
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {typed !== undefined && typed !== kept && (
        <Button type="submit" kind="main" className="self-start" disabled={busy}>
          {i18n.t('Keep the words')}
        </Button>
      )}
    </form>
  );
}
