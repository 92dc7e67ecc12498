import type { AccountView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Notice } from '../parts/Notice.tsx';
import { accountsQuery } from '../server/queries.ts';
import { stopReadingDirect } from '../server/settingChanges.ts';
import { i18n } from '../words/i18n.ts';
import { translated } from '../words/serverSentences.ts';
import { useChange } from './useChange.ts';

/** Whether what is written to it in private is read, and what to do where it is not: said to its owner alone. */
export function OwnDirect({ account }: { account: AccountView }) {
  const { change, busy, trouble } = useChange([accountsQuery.queryKey]);
  const { direct, network, readsDirect } = account;
  const isTroubled = direct !== null && direct.state !== 'listening';
  return (
    <div className="flex w-full flex-wrap items-center gap-3 text-13 text-quiet">
      {isTroubled ? (
        <Notice kind="over">{troubleWords(direct)}</Notice>
      ) : (
        <span>{readsDirect ? readWords(network) : notReadWords(network)}</span>
      )}
      {readsDirect && (
        <Button disabled={busy} onClick={() => void change(() => stopReadingDirect(account.id))}>
          {network === 'email' ? i18n.t('Stop reading it') : i18n.t('Stop reading them')}
        </Button>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
    </div>
  );
}

const readWords = (network: AccountView['network']): string =>
  network === 'email'
    ? i18n.t('Your mailbox is read. Only you see it, on your front row.')
    : i18n.t('Your direct messages are read too. Only you see them, on your front row.');

const notReadWords = (network: AccountView['network']): string =>
  network === 'email'
    ? i18n.t('Your mailbox is not read. Connect it once more to have it read for you alone.')
    : i18n.t('Your direct messages are not read. Connect it once more to have them read for you alone.');

function troubleWords({ state, reason }: NonNullable<AccountView['direct']>): string {
  if (state === 'shut')
    return i18n.t(
      'What was written to you alone is shut, since somebody else had a hand in how you sign in. Connect this account once more and let it be read: nobody else can.',
    );
  if (state === 'paused')
    return i18n.t('What is written to you alone is not read while this account is paused.');
  return [i18n.t('What is written to you alone is not read just now.'), reason && translated(reason)]
    .filter((words) => words)
    .join(' ');
}
