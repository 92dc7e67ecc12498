import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ReplyView } from '../../../../src/api/contract.ts';
import { undoMilliseconds } from '../../../../src/domain/reply.ts';
import { useCommands } from '../../keys/commands.ts';
import { Button } from '../../parts/Button.tsx';
import { withdrawReply } from '../../server/changes.ts';
import { sentenceOf } from '../../server/http.ts';
import { tell } from '../../shell/told.ts';
import { useSeconds } from '../../time/now.ts';
import { i18n } from '../../words/i18n.ts';
import { undoSeconds } from '../delivery.ts';

/** Ten seconds to call a reply back. */
export function UndoBar({ reply, undone }: { reply: ReplyView; undone: (reply: ReplyView) => void }) {
  const now = useSeconds();
  const [busy, setBusy] = useState(false);
  const left = reply.sendAt === null ? 0 : new Date(reply.sendAt).getTime() - now.getTime();
  const undo = async () => {
    setBusy(true);
    try {
      const back = await withdrawReply(reply.id);
      undone(back);
      tell(
        back.state === 'draft'
          ? i18n.t('Called back. Your words are in the composer again.')
          : i18n.t('Called back: nothing went out.'),
      );
    } catch (error) {
      tell(sentenceOf(error), 'over');
      setBusy(false);
    }
  };
  useCommands([
    {
      id: 'undo',
      title: i18n.t('Call the reply back'),
      group: i18n.t('Case'),
      keys: 'u',
      run: () => void undo(),
    },
  ]);
  return (
    <div className="settle relative flex items-center gap-3 overflow-hidden border-t border-line bg-accent-soft px-4 py-2">
      <span role="timer" className="flex-1 tabular-nums">
        {i18n.t('Leaves in {n} s', { n: undoSeconds(reply, now) })}
      </span>
      <Button kind="main" shortcut="u" disabled={busy} onClick={() => void undo()}>
        <Undo2 aria-hidden className="size-4" />
        {i18n.t('Undo')}
      </Button>
      <div
        aria-hidden
        className="absolute bottom-0 left-0 h-0.5 bg-accent"
        style={{ width: `${Math.max(0, Math.min(100, (left / undoMilliseconds) * 100))}%` }}
      />
    </div>
  );
}
