import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseRow, CaseView } from '../../../src/api/contract.ts';
import { CaseWords } from '../inbox/CaseWords.tsx';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { useOneOpen } from '../parts/useOneOpen.ts';
import { joinAuthors, partAuthors, setDoNotContact } from '../server/changes.ts';
import { get } from '../server/http.ts';
import { caseKey } from '../server/queries.ts';
import { useChange } from '../settings/useChange.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { authorWords } from '../words/names.ts';
import { translated } from '../words/serverSentences.ts';
import { ReasonForm } from './ReasonForm.tsx';

/** What a member says of the author: that they must not be written to, that they are somebody we know already. */
export function AuthorActs({ shown }: { shown: CaseView }) {
  const mayWork = useMay('cases.work');
  const { open, show, close } = useOneOpen<'contact' | 'join'>();
  const client = useQueryClient();
  const { change, busy, trouble } = useChange([caseKey(shown.row.id)]);
  const { doNotContact, joins } = shown.author;
  const part = (joinId: string) => change(() => partAuthors(joinId));
  return (
    <div className="flex flex-col gap-2">
      {doNotContact !== null && (
        <Notice
          kind="soon"
          action={
            mayWork && (
              <Button disabled={busy} onClick={() => void change(() => setDoNotContact(shown.row.id, null))}>
                {i18n.t('Allow it again')}
              </Button>
            )
          }
        >
          <span className="font-semibold">{i18n.t('Do not contact.')}</span>{' '}
          <span dir="auto">
            {doNotContact.by === null ? translated(doNotContact.reason) : doNotContact.reason}
          </span>{' '}
          <span className="text-13 text-quiet">{doNotContact.by}</span>
        </Notice>
      )}
      {joins.map((join) => (
        <p key={join.id} className="flex items-center justify-between gap-2 text-13">
          <span>
            {i18n.t('Also')} <span dir="auto">{join.name}</span>
          </span>
          {mayWork && (
            <Button
              kind="quiet"
              disabled={busy}
              aria-label={i18n.t('They are two people: {name}', { name: join.name })}
              onClick={() => void part(join.id)}
            >
              {i18n.t('Two people')}
            </Button>
          )}
        </p>
      ))}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {mayWork && (
        <div className="-ml-3 flex flex-wrap">
          {shown.author.protected === null && (
            <Button
              kind="quiet"
              className="text-13"
              aria-expanded={open === 'join'}
              onClick={() => (open === 'join' ? close : show)('join')}
            >
              {i18n.t('Same person as…')}
            </Button>
          )}
          {doNotContact === null && (
            <Button
              kind="quiet"
              className="text-13"
              aria-expanded={open === 'contact'}
              onClick={() => (open === 'contact' ? close : show)('contact')}
            >
              {i18n.t('Do not contact…')}
            </Button>
          )}
        </div>
      )}
      {open === 'contact' && (
        <ReasonForm
          label={i18n.t('Why must nobody write to them?')}
          yes={i18n.t('Nobody writes to them')}
          busy={busy}
          onGiven={async (reason) => {
            if ((await change(() => setDoNotContact(shown.row.id, reason))) !== undefined) close('contact');
          }}
        />
      )}
      {open === 'join' && (
        <SamePersonForm
          onJoin={async (other) => {
            const joined = await change(() => joinAuthors(shown.row.id, other.number));
            if (joined === undefined) return;
            close('join');
            void client.invalidateQueries({ queryKey: caseKey(other.id) });
            tell(i18n.t('They are one person now.'), 'ok', () => void part(joined.joinId));
          }}
        />
      )}
    </div>
  );
}

/** By the number of a case, with a look at who that is before the yes. */
function SamePersonForm({ onJoin }: { onJoin: (other: CaseRow) => Promise<void> }) {
  const [number, setNumber] = useState('');
  const [other, setOther] = useState<CaseRow>();
  const { change, busy, trouble } = useChange([]);
  const look = async () => {
    setOther(undefined);
    const found = await change(() => get<CaseRow>(`/api/cases/by-number/${Number(number)}`));
    if (found !== undefined) setOther(found);
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void look();
      }}
    >
      <Field
        label={i18n.t('Number of a case of the same person')}
        value={number}
        inputMode="numeric"
        pattern="[0-9]+"
        required
        onChange={(event) => {
          setNumber(event.target.value);
          setOther(undefined);
        }}
      />
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      {other === undefined ? (
        <Button type="submit" className="self-start" disabled={busy || !/^\d+$/.test(number)}>
          {i18n.t('Look')}
        </Button>
      ) : (
        <>
          <p className="text-13">
            <span dir="auto" className="font-semibold">
              {authorWords(other.author)}
            </span>{' '}
            <span dir="auto">
              <CaseWords of={other} />
            </span>
          </p>
          <Button kind="main" className="self-start" onClick={() => void onJoin(other)}>
            {i18n.t('Yes, one person')}
          </Button>
        </>
      )}
    </form>
  );
}
