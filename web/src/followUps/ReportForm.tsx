import { useState } from 'react';
import type { FollowUpView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Area } from '../parts/Field.tsx';
import { report } from '../server/followUps.ts';
import { i18n } from '../words/i18n.ts';
import { AttachPictures } from './Pictures.tsx';

/** What was found out or done, and what might be answered to the author. */
export function ReportForm({
  one,
  busy,
  done,
}: {
  one: FollowUpView;
  busy: boolean;
  done: (ask: () => Promise<unknown>) => Promise<void>;
}) {
  const [words, setWords] = useState('');
  const [suggestion, setSuggestion] = useState('');
  const [pictures, setPictures] = useState<string[]>([]);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void done(() => report(one.id, { words, suggestion, pictures }));
      }}
    >
      <Area
        label={i18n.t('Your report')}
        help={i18n.t('Only {name} and your colleagues read it.', { name: one.asker.name })}
        rows={3}
        required
        maxLength={10_000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Area
        label={i18n.t('Suggested reply to the author, if you have one')}
        rows={2}
        maxLength={10_000}
        className="min-h-16"
        value={suggestion}
        onChange={(event) => setSuggestion(event.target.value)}
      />
      <AttachPictures attached={pictures} change={setPictures} />
      <Button kind="main" type="submit" className="self-start" disabled={busy || words.trim() === ''}>
        {i18n.t('Send the report')}
      </Button>
    </form>
  );
}
