import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** What scrolls on its own: has a name, and the keyboard reaches it. */
export function Scroll({
  name,
  className,
  busy,
  children,
}: {
  name: string;
  className?: string;
  busy?: boolean;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={name}
      aria-busy={busy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls by the keyboard
      tabIndex={0}
      className={classes('overflow-y-auto focus-visible:-outline-offset-2', className)}
    >
      {children}
    </section>
  );
}
