import { X } from 'lucide-react';
import { Button, IconButton } from '../parts/Button.tsx';
import { classes } from '../parts/classes.ts';
import { i18n } from '../words/i18n.ts';
import { forget, useTold } from './told.ts';

/** What was just done or refused, read out politely. */
export function ToldSentences() {
  const told = useTold();
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 bottom-20 z-30 flex flex-col items-center gap-2 md:bottom-5"
    >
      {told.map((one) => (
        <div
          key={one.id}
          className={classes(
            'settle pointer-events-auto flex max-w-full items-center gap-3 rounded-8 border bg-raised py-1 pr-1 pl-4 shadow-lift',
            one.kind === 'over' ? 'border-over text-over' : 'border-line',
          )}
        >
          <span className="py-1">{one.sentence}</span>
          {one.undo !== undefined && (
            <Button
              kind="quiet"
              className="text-accent"
              onClick={() => {
                one.undo?.();
                forget(one.id);
              }}
            >
              {i18n.t('Undo')}
            </Button>
          )}
          <IconButton name={i18n.t('Dismiss')} onClick={() => forget(one.id)}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
    </div>
  );
}
