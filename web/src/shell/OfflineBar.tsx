import { CloudOff } from 'lucide-react';
import { useConnection } from '../server/connection.ts';
import { clockWords } from '../time/timeWords.ts';
import { i18n } from '../words/i18n.ts';

/** Says that the server cannot be reached, since when what is shown is old, and that it is being tried again. */
export function OfflineBar() {
  const { reachable, heardAt } = useConnection();
  return (
    <div role="status" className="shrink-0">
      {!reachable && (
        <p className="flex items-center justify-center gap-2 border-b border-soon bg-soon-soft px-4 py-2 text-center">
          <CloudOff aria-hidden className="size-4 shrink-0 text-soon" />
          {heardAt === null
            ? i18n.t('The server cannot be reached, trying again')
            : i18n.t('The server cannot be reached. Saved at {time}, trying again', {
                time: clockWords(heardAt),
              })}
        </p>
      )}
    </div>
  );
}
