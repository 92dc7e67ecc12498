/** When a promise is due that was said on Wednesday, 25 November 2026 at 9:30 in Kigali. */
import { promiseDue } from '../../src/understanding/promiseDate.ts';

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Africa/Kigali',
  dateStyle: 'short',
  timeStyle: 'short',
});
/** "2026-11-27 15:00 minute", or "none". */
export const dueIn = (language: string | null, text: string): string => {
  const found = promiseDue(text, {
    at: new Date('2026-11-25T07:30:00Z'),
    timeZone: 'Africa/Kigali',
    language,
  });
  return found === null ? 'none' : `${clock.format(found.due)} ${found.exact}`;
};
