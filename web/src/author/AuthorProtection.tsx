import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView, ShownIdentity } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { setProtected, showIdentity } from '../server/changes.ts';
import { caseKey, membersQuery, protectedQuery } from '../server/queries.ts';
import { useChange } from '../settings/useChange.ts';
import { useMay, useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { listed } from '../words/intl.ts';
import { networkWords } from '../words/names.ts';

/** That the author is protected and who may read who it is; whoever is named reads it here, and supervisors set it here and take it back. */
export default function AuthorProtection({ shown }: { shown: CaseView }) {
  const mayProtect = useMay('authors.protect');
  const { member } = useMe();
  const [open, setOpen] = useState(false);
  const { change, busy, trouble } = useChange([
    caseKey(shown.row.id),
    protectedQuery.queryKey,
    ['cases'],
    ['audit'],
  ]);
  const [identity, setIdentity] = useState<ShownIdentity>();
  const { protected: given } = shown.author;
  const set = async (reason: string | null, readers: string[]) => {
    const done = await change(() => setProtected(shown.row.id, reason, readers));
    if (done === undefined) return;
    setOpen(false);
    setIdentity(undefined);
  };
  const isNamed = given?.readers.some(({ id }) => id === member.id) ?? false;
  return (
    <>
      {given !== null && (
        <Notice kind="soon">
          <span className="font-semibold">{i18n.t('Protected.')}</span>{' '}
          {given.readers.length === 0
            ? i18n.t('Nobody may read who this is.')
            : i18n.t('Only {members} may read who this is.', {
                members: listed(given.readers.map(({ name }) => name)),
              })}{' '}
          <span className="text-13 text-quiet">{given.by}</span>
        </Notice>
      )}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {isNamed && identity === undefined && (
        <div className="flex flex-col items-start gap-1">
          <Button
            disabled={busy}
            onClick={async () => {
              const read = await change(() => showIdentity(shown.row.id));
              if (read !== undefined) setIdentity(read);
            }}
          >
            {i18n.t('Show who this is')}
          </Button>
          <p className="text-13 text-quiet">{i18n.t('It is written down that you read it.')}</p>
        </div>
      )}
      {identity !== undefined && <Who identity={identity} hide={() => setIdentity(undefined)} />}
      {mayProtect && (
        <div className="-ml-3 flex flex-wrap">
          <Button kind="quiet" className="text-13" aria-expanded={open} onClick={() => setOpen(!open)}>
            {given === null ? i18n.t('Protect…') : i18n.t('Who may read it…')}
          </Button>
          {given !== null && (
            <Button kind="quiet" className="text-13" disabled={busy} onClick={() => void set(null, [])}>
              {i18n.t('Take the protection back')}
            </Button>
          )}
        </div>
      )}
      {open && mayProtect && (
        <ProtectForm named={given?.readers.map(({ id }) => id) ?? []} busy={busy} onGiven={set} />
      )}
    </>
  );
}

function Who({ identity, hide }: { identity: ShownIdentity; hide: () => void }) {
  return (
    <div className="flex flex-col items-start gap-2 rounded-8 border border-line-strong p-3">
      <ul aria-label={i18n.t('Who this is')} className="flex w-full flex-col gap-2">
        {identity.identities.map((one) => (
          <li key={`${one.network}-${one.networkId}`} className="break-words">
            <span dir="auto" className="font-semibold">
              {one.name ?? one.handle}
            </span>
            <span className="block text-13 text-quiet">
              {networkWords(one.network)}, <span dir="auto">{one.handle}</span>
            </span>
          </li>
        ))}
      </ul>
      {identity.howToReach.map((words) => (
        <p key={words} dir="auto" className="break-words whitespace-pre-wrap">
          {words}
        </p>
      ))}
      <Button kind="quiet" className="-ml-3 text-13" onClick={hide}>
        {i18n.t('Hide it again')}
      </Button>
    </div>
  );
}

function ProtectForm({
  named,
  busy,
  onGiven,
}: {
  named: string[];
  busy: boolean;
  onGiven: (reason: string, readers: string[]) => Promise<void>;
}) {
  const members = useQuery(membersQuery).data ?? [];
  const [reason, setReason] = useState('');
  const [readers, setReaders] = useState<ReadonlySet<string>>(new Set(named));
  const toggle = (id: string, on: boolean) => {
    const after = new Set(readers);
    if (on) after.add(id);
    else after.delete(id);
    setReaders(after);
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void onGiven(reason.trim(), [...readers]);
      }}
    >
      <Field
        label={i18n.t('Why is this author protected?')}
        help={i18n.t('Their names go from every list, export and message; the case is worked on as before.')}
        value={reason}
        required
        maxLength={500}
        dir="auto"
        onChange={(event) => setReason(event.target.value)}
      />
      <fieldset>
        <legend className="text-13 font-medium">{i18n.t('Who may read who this is')}</legend>
        <div className="max-h-52 overflow-y-auto">
          {members
            .filter(({ leftAt }) => leftAt === null)
            .map(({ id, name }) => (
              <label key={id} className="target flex items-center gap-2">
                <input
                  type="checkbox"
                  className="size-5 shrink-0 accent-accent"
                  checked={readers.has(id)}
                  onChange={(event) => toggle(id, event.target.checked)}
                />
                <span dir="auto" className="min-w-0 truncate">
                  {name}
                </span>
              </label>
            ))}
        </div>
      </fieldset>
      <Button type="submit" className="self-start" disabled={busy || reason.trim() === ''}>
        {i18n.t('Protect the author')}
      </Button>
    </form>
  );
}
