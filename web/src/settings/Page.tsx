import type { ReactNode } from 'react';
import { classes } from '../parts/classes.ts';

/** A title of more letters than that is written smaller. */
const manyLetters = 120;

/** One page of the settings: its name, one sentence, its parts. */
export function Page({ title, children, about }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-[52rem] flex-col gap-6 p-4 pb-24 md:p-8">
      <header>
        <h1
          className={classes(
            'font-semibold tracking-tight break-words',
            title.length > manyLetters ? 'text-20' : 'text-28',
          )}
        >
          {title}
        </h1>
        {about !== undefined && <p className="mt-1 max-w-[40rem] text-quiet">{about}</p>}
      </header>
      {children}
    </div>
  );
}

/** A part with a frame around it. */
export function Panel({
  title,
  children,
  className,
  action,
}: {
  title?: ReactNode;
  children: ReactNode;
  className?: string;
  action?: ReactNode;
}) {
  return (
    <section className={classes('flex flex-col gap-3 rounded-8 border border-line bg-raised p-4', className)}>
      {title !== undefined && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-17 font-semibold">{title}</h2>
          {action}
        </div>
      )}
      {children}
    </section>
  );
}
