/** What has been pressed of a sequence so far, such as the g of "g i". */
export interface Pressed {
  keys: string;
  at: number;
}

export const nothingPressed: Pressed = { keys: '', at: 0 };
/** How long a g waits for its letter, in milliseconds. */
const patience = 1200;

/** The next state and the sequence that is now complete, if any. `known` are all sequences that mean something. */
export function press(
  before: Pressed,
  key: string,
  at: number,
  known: ReadonlySet<string>,
): { pressed: Pressed; complete: string | null } {
  const earlier = before.keys !== '' && at - before.at <= patience ? before.keys : '';
  for (const keys of earlier === '' ? [key] : [`${earlier} ${key}`, key]) {
    if (known.has(keys)) return { pressed: nothingPressed, complete: keys };
    if ([...known].some((one) => one.startsWith(`${keys} `)))
      return { pressed: { keys, at }, complete: null };
  }
  return { pressed: nothingPressed, complete: null };
}

interface Pressing {
  tagName?: string;
  isContentEditable?: boolean;
  type?: string;
}

const notTyping = new Set(['checkbox', 'radio', 'button', 'submit', 'file', 'range']);

/** True where letters are text and must not be taken as commands. */
export function isTyping(target: Pressing | null): boolean {
  if (target === null) return false;
  if (target.isContentEditable === true) return true;
  if (target.tagName === 'INPUT') return !notTyping.has(target.type ?? 'text');
  return target.tagName === 'TEXTAREA' || target.tagName === 'SELECT';
}
