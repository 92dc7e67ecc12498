import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

const looks = {
  info: {
    box: 'border-line bg-deep',
    icon: <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-quiet" />,
  },
  ok: {
    box: 'border-ok bg-ok-soft',
    icon: <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />,
  },
  soon: {
    box: 'border-soon bg-soon-soft',
    icon: <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-soon" />,
  },
  over: {
    box: 'border-over bg-over-soft',
    icon: <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-over" />,
  },
};

/** A sentence that should be read, with what can be done about it. */
export function Notice({
  kind = 'info',
  children,
  action,
}: {
  kind?: keyof typeof looks;
  children: ReactNode;
  action?: ReactNode;
}) {
  const look = looks[kind];
  return (
    <div
      role={kind === 'over' ? 'alert' : undefined}
      className={classes('flex flex-wrap items-start gap-2 rounded-8 border px-3 py-2', look.box)}
    >
      {look.icon}
      <div className="min-w-0 flex-1 basis-40">{children}</div>
      {action}
    </div>
  );
}
