import { useState } from 'react';
import type { FollowUpView } from '../../../src/api/contract.ts';
import { Button } from '../parts/Button.tsx';
import { Area } from '../parts/Field.tsx';
import { report } from '../server/followUps.ts';
import { i18n } from '../words/i18n.ts';
import { AttachFiles, useAttaching } from './Files.tsx';

/** What was found out or done, and, where it is about a case, what might be answered to the author. */
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
  const attaching = useAttaching();
  const { files } = attaching;
  const isOfCase = one.about.kind === 'case';
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (attaching.busy) return;
        void done(() => report(one.id, { words, suggestion, files: files.map(({ id }) => id) }));
      }}
    >
      <Area
        label={i18n.t('Your report')}
        help={
          isOfCase
            ? i18n.t('Only {name} and your colleagues read it.', { name: one.asker.name })
            : i18n.t(
                'You and {name} read it, the superiors of you both, whoever stands in or is reminded while it waits, and who oversees all follow-ups.',
                {
                  name: one.asker.name,
                },
              )
        }
        rows={3}
        required
        maxLength={10_000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {isOfCase ? (
        <Area
          label={i18n.t('Suggested reply to the author, if you have one')}
          rows={2}
          maxLength={10_000}
          className="min-h-16"
          value={suggestion}
          onChange={(event) => setSuggestion(event.target.value)}
        />
      ) : (
        <p className="text-13 text-quiet">
          {i18n.t('It is about no case, so no reply to an author is suggested.')}
        </p>
      )}
      <AttachFiles attaching={attaching} />
      <Button
        kind="main"
        type="submit"
        className="self-start"
        disabled={busy || attaching.busy || words.trim() === ''}
      >
        {i18n.t('Send the report')}
      </Button>
    </form>
  );
}
