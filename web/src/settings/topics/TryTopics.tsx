import { useState } from 'react';
import type { TriedTopics } from '../../../../src/api/contract.ts';
import { Button } from '../../parts/Button.tsx';
import { Area } from '../../parts/Field.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { tryTopics } from '../../server/topics.ts';
import { i18n } from '../../words/i18n.ts';
import { Panel } from '../Page.tsx';
import { useChange } from '../useChange.ts';

interface Tried extends TriedTopics {
  text: string;
}

/** A sentence to try: what would be found in it, and by which words. Kept nowhere. */
export function TryTopics() {
  const { change, busy, trouble } = useChange([]);
  const [tried, setTried] = useState<Tried | null>(null);
  const find = async (text: string) => {
    const answer = await change(() => tryTopics(text));
    if (answer !== undefined) setTried({ ...answer, text });
  };
  return (
    <Panel title={i18n.t('Try a sentence')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const text = String(new FormData(event.currentTarget).get('text')).trim();
          if (text !== '') void find(text);
        }}
      >
        <Area
          label={i18n.t('What would be found in this?')}
          name="text"
          required
          maxLength={2_000}
          rows={2}
          className="min-h-16"
        />
        <div>
          <Button type="submit" disabled={busy}>
            {i18n.t('Find its topics')}
          </Button>
        </div>
      </form>
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <div role="status">{tried !== null && <Found tried={tried} />}</div>
    </Panel>
  );
}

function Found({ tried: { found, text } }: { tried: Tried }) {
  if (found.length === 0) return <p className="text-quiet">{i18n.t('None of your topics.')}</p>;
  return (
    <ul className="flex flex-col">
      {found.map(({ id, name, sure, because, names }) => (
        <li key={id} className="border-t border-line py-2">
          <span dir="auto" className="font-medium">
            {name}
          </span>
          <span className="text-13 text-quiet">
            {` ${i18n.t('{n} %', { n: sure })}`}
            {!names && ` ${i18n.t('not sure enough to name a case')}`}
          </span>
          {because.length > 0 && (
            <q dir="auto" className="block text-13 break-words text-quiet">
              {because.map(([from, to]) => text.slice(from, to)).join(' … ')}
            </q>
          )}
        </li>
      ))}
    </ul>
  );
}
