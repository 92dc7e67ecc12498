import { useEffect } from 'react';
import { commandsNow } from './commands.ts';
import { isTyping, nothingPressed, press } from './sequence.ts';

const covered = () => document.querySelector('[role="dialog"], dialog[open]') !== null;

/** Buttons and links keep Enter and space for themselves. */
function actsItself(target: EventTarget | null, key: string): boolean {
  if (key !== 'Enter' || !(target instanceof Element)) return false;
  return target.closest('button, a, summary, [role="button"]') !== null;
}

/** Listens to the keyboard for the whole console. Cmd-K or Ctrl-K works everywhere; letters only where nobody types. */
export function Keyboard({ openPalette }: { openPalette: () => void }) {
  useEffect(() => {
    let pressed = nothingPressed;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (
        (event.metaKey || event.ctrlKey) &&
        event.key.toLowerCase() === 'k' &&
        !event.shiftKey &&
        !event.altKey
      ) {
        event.preventDefault();
        if (!covered()) openPalette();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || covered()) return;
      if (isTyping(event.target as HTMLElement | null) || actsItself(event.target, event.key)) return;
      const commands = commandsNow();
      const known = new Set(commands.flatMap((one) => (one.keys === undefined ? [] : [one.keys])));
      const next = press(pressed, event.key, event.timeStamp, known);
      pressed = next.pressed;
      if (next.complete === null) return;
      event.preventDefault();
      commands.findLast((one) => one.keys === next.complete)?.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [openPalette]);
  return null;
}
