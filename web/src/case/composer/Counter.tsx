import { classes } from '../../parts/classes.ts';
import { i18n } from '../../words/i18n.ts';
import type { Room } from './length.ts';

/** What is left of the network's length: a number that speaks up when it becomes small. */
export function Counter({ room }: { room: Room }) {
  const n = Math.abs(room.left);
  const words = room.fits
    ? room.unit === 'bytes'
      ? i18n.t('{n, plural, one {# byte left} other {# bytes left}}', { n })
      : i18n.t('{n, plural, one {# character left} other {# characters left}}', { n })
    : room.unit === 'bytes'
      ? i18n.t('{n, plural, one {# byte too long} other {# bytes too long}}', { n })
      : i18n.t('{n, plural, one {# character too long} other {# characters too long}}', { n });
  const tone = room.fits
    ? room.left <= 20
      ? 'text-soon font-semibold'
      : 'text-quiet'
    : 'text-over font-semibold';
  return (
    <span id="counter" className={classes('whitespace-nowrap text-13 tabular-nums', tone)}>
      {words}
    </span>
  );
}
