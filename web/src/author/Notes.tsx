import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CaseView } from '../../../src/api/contract.ts';
import { useCommands } from '../keys/commands.ts';
import { Button } from '../parts/Button.tsx';
import { writeNote } from '../server/changes.ts';
import { sentenceOf } from '../server/http.ts';
import { caseKey } from '../server/queries.ts';
import { tell } from '../shell/told.ts';
import { useMay } from '../shell/useMe.ts';
import { useNow } from '../time/now.ts';
import { momentWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';
import { Part } from './Part.tsx';

/** What members tell each other about the case; the author never sees it. */
export function Notes({ shown }: { shown: CaseView }) {
  const client = useQueryClient();
  const mayWork = useMay('cases.work');
  const now = useNow();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  useCommands([
    mayWork && {
      id: 'note',
      title: i18n.t('Write a note'),
      group: i18n.t('Case'),
      keys: 'n',
      run: () => field.current?.focus(),
    },
  ]);
  const write = async () => {
    if (text.trim() === '' || busy) return;
    setBusy(true);
    try {
      await writeNote(shown.row.id, text.trim());
      setText('');
      await client.invalidateQueries({ queryKey: caseKey(shown.row.id) });
    } catch (error) {
      tell(sentenceOf(error), 'over');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Part title={i18n.t('Notes, for members only')}>
      {shown.notes.map((note) => (
        <div key={note.id} className="rounded-8 bg-soon-soft px-3 py-2">
          <p className="text-13 text-quiet">
            {note.member.name}, <time dateTime={note.at}>{momentWords(note.at, now)}</time>
          </p>
          <p dir="auto" className="whitespace-pre-wrap">
            {note.text}
          </p>
        </div>
      ))}
      {mayWork && (
        <>
          <textarea
            ref={field}
            dir="auto"
            rows={2}
            maxLength={10_000}
            aria-label={i18n.t('Note')}
            placeholder={i18n.t('Write a note')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void write();
              if (event.key === 'Escape') event.currentTarget.blur();
            }}
            className="field-sizing-content max-h-60 min-h-16 w-full resize-none rounded-8 border border-line-strong bg-raised px-3 py-2"
          />
          {text.trim() !== '' && (
            <Button className="self-end" disabled={busy} onClick={() => void write()}>
              {i18n.t('Keep the note')}
            </Button>
          )}
        </>
      )}
    </Part>
  );
}
