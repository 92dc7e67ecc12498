import { useState } from 'react';
import { type Right, scopesOf } from '../../../src/domain/rights.ts';
import { Button } from '../parts/Button.tsx';
import { Choice, Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { keysQuery, makeKey } from '../server/access.ts';
import { useMe } from '../shell/useMe.ts';
import { i18n } from '../words/i18n.ts';
import { rightWords } from './rightWords.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { useChange } from './useChange.ts';

function Scopes({ scopes }: { scopes: readonly Right[] }) {
  return (
    <fieldset className="flex flex-col">
      <legend className="font-medium">{i18n.t('What it may do')}</legend>
      {scopes.map((scope) => (
        <label key={scope} className="target flex items-center gap-2">
          <input type="checkbox" name="scope" value={scope} className="size-5 shrink-0 accent-accent" />
          {rightWords(scope)}
        </label>
      ))}
    </fieldset>
  );
}

/** Makes a key for a program that acts in one's own name. */
export function KeyForm({ close }: { close: () => void }) {
  const { member } = useMe();
  const { change, busy, trouble } = useChange([keysQuery.queryKey, ['audit']]);
  const [made, setMade] = useState<string>();
  const [empty, setEmpty] = useState(false);
  if (made !== undefined) {
    return (
      <ShownOnce name={i18n.t('The key')} secret={made} close={close}>
        {i18n.t('Give this key to your program now. It is shown only this once.')}
      </ShownOnce>
    );
  }
  const make = async (form: FormData) => {
    const scopes = form.getAll('scope') as Right[];
    setEmpty(scopes.length === 0);
    if (scopes.length === 0) return;
    const answer = await change(() =>
      makeKey({ name: String(form.get('name')), scopes, days: Number(form.get('days')) }),
    );
    if (answer !== undefined) setMade(answer.token);
  };
  return (
    <form
      className="flex max-w-[30rem] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void make(new FormData(event.currentTarget));
      }}
    >
      <Field
        label={i18n.t('Name')}
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        dir="auto"
        help={i18n.t('Which program it is for.')}
      />
      <Choice label={i18n.t('It holds for')} name="days" defaultValue="90">
        {[7, 30, 90, 365].map((days) => (
          <option key={days} value={days}>
            {i18n.t('{n} days', { n: days })}
          </option>
        ))}
      </Choice>
      <Scopes scopes={scopesOf(member.role)} />
      {empty && <Notice kind="over">{i18n.t('Choose what it may do.')}</Notice>}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div className="flex gap-2">
        <Button kind="main" type="submit" disabled={busy}>
          {i18n.t('Make the key')}
        </Button>
        <Button onClick={close}>{i18n.t('Cancel')}</Button>
      </div>
    </form>
  );
}
