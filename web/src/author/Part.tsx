import type { ReactNode } from 'react';

/** A part of the side with its name. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 border-b border-line p-4 last:border-b-0">
      <h3 className="text-13 font-medium text-quiet">{title}</h3>
      {children}
    </section>
  );
}
