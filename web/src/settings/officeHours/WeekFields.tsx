import type { OpenRange } from '../../../../src/domain/officeHours.ts';
import { readRanges } from '../../../../src/domain/officeHoursSettings.ts';
import { Button } from '../../parts/Button.tsx';
import { classes } from '../../parts/classes.ts';
import { shownDays } from '../../words/duty.ts';
import { i18n } from '../../words/i18n.ts';
import { weekdayWords } from '../../words/names.ts';

const dayMinutes = 24 * 60;

/** The week, a line of text each day and a picture of the same hours beside it. */
export function WeekFields({
  name = i18n.t('Open on'),
  week,
  onChange,
}: {
  name?: string;
  week: readonly string[];
  onChange: (week: readonly string[]) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{name}</legend>
      {shownDays.map((day) => (
        <DayField
          key={day}
          day={day}
          text={week[day] ?? ''}
          onChange={(text) => onChange(week.with(day, text))}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          kind="plain"
          onClick={() => onChange(week.map((text, day) => (day >= 1 && day <= 5 ? (week[1] ?? '') : text)))}
        >
          {i18n.t('Copy Monday to Friday')}
        </Button>
        <p className="text-13 text-quiet">
          {i18n.t('Several ranges a day are separated by commas. An empty day is closed.')}
        </p>
      </div>
    </fieldset>
  );
}

function DayField({ day, text, onChange }: { day: number; text: string; onChange: (text: string) => void }) {
  const ranges = readRanges(text);
  const id = `office-hours-${day}`;
  return (
    <div className="grid items-center gap-x-3 gap-y-1 sm:grid-cols-[6.5rem_15rem_1fr]">
      <label htmlFor={id}>{weekdayWords(day)}</label>
      <input
        id={id}
        value={text}
        placeholder={i18n.t('Closed')}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={ranges === null}
        aria-describedby={ranges === null ? `${id}-wrong` : undefined}
        onChange={(event) => onChange(event.target.value)}
        className={classes(
          'target w-full rounded-8 border bg-raised px-3 tabular-nums',
          ranges === null ? 'border-over' : 'border-line-strong',
        )}
      />
      <DayPicture ranges={ranges ?? []} />
      {ranges === null && (
        <p id={`${id}-wrong`} role="alert" className="col-span-full text-13 text-over">
          {i18n.t('Write it as 08:00-12:30, 14:00-17:00.')}
        </p>
      )}
    </div>
  );
}

/** The hours of a day as a strip from midnight to midnight. For the eye only: the text beside it says the same. */
function DayPicture({ ranges }: { ranges: readonly OpenRange[] }) {
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${dayMinutes} 60`}
      preserveAspectRatio="none"
      className="col-span-full h-4 w-full overflow-visible rounded-8 bg-deep sm:col-span-1"
    >
      {[360, 720, 1_080].map((minute) => (
        <line
          key={minute}
          x1={minute}
          x2={minute}
          y1="0"
          y2="60"
          className="stroke-line-strong"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {ranges.map(({ from, to }) => (
        <rect key={from} x={from} width={to - from} y="10" height="40" className="fill-accent" />
      ))}
    </svg>
  );
}
