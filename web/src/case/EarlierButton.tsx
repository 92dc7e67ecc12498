import { Button } from '../parts/Button.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import type { Earlier } from './useEarlier.ts';

/** Asks for what came before; nothing where there is nothing more. */
export function EarlierButton({
  earlier,
  words,
}: {
  earlier: Pick<Earlier<unknown>, 'more' | 'busy' | 'error' | 'show'>;
  words: string;
}) {
  if (earlier.error !== null) return <Trouble error={earlier.error} again={earlier.show} />;
  if (!earlier.more) return null;
  return (
    <Button className="self-center" disabled={earlier.busy} onClick={earlier.show}>
      {words}
    </Button>
  );
}
