/** What a thumb that drags a line sideways is about to do. */
export type Swiped = 'claim' | 'settle' | 'handOff';

/** How far counts as meant, in pixels of the screen. */
export const meant = 72;
/** From here on, of the line's width, a drag to the left hands the case off instead of resolving it. */
export const far = 0.5;
/** A drag from the very edge belongs to the browser: it goes back a page. */
const edge = 20;
const unclear = 10;

export type Direction = 'sideways' | 'elsewhere' | 'unclear';

/** Whether a finger that began at `x` means the line or the list that scrolls. */
export function directionOf(move: { x: number; dx: number; dy: number; screen: number }): Direction {
  const { x, dx, dy, screen } = move;
  if (Math.hypot(dx, dy) < unclear) return 'unclear';
  if (x < edge || x > screen - edge) return 'elsewhere';
  return Math.abs(dx) > Math.abs(dy) * 1.5 ? 'sideways' : 'elsewhere';
}

/** What is shown under the line, whether or not it is meant yet; null where it lies straight. */
export function shownUnder(dx: number, width: number): Swiped | null {
  if (dx === 0) return null;
  if (dx > 0) return 'claim';
  return -dx >= width * far ? 'handOff' : 'settle';
}

/** What happens when the finger is lifted; null when nothing does. */
export const doneAt = (dx: number, width: number): Swiped | null =>
  Math.abs(dx) < meant ? null : shownUnder(dx, width);
