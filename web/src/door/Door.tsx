import type { ReactNode } from 'react';
import { Notice } from '../parts/Notice.tsx';
import { i18n } from '../words/i18n.ts';

/** The page before the house: one question in the middle. */
export function Door({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <main className="flex min-h-full flex-col items-center bg-deep px-4 py-10 sm:justify-center">
      <div className="w-full max-w-[30rem]">
        <p className="mb-6 flex items-center gap-2 font-semibold">
          <img src="/icon.svg" alt="" className="size-7" />
          {i18n.t('Answerable')}
        </p>
        <div className="flex flex-col gap-5 rounded-8 border border-line bg-raised p-5 sm:p-8">
          <header>
            <h1 className="text-28 font-semibold tracking-tight">{title}</h1>
            {about !== undefined && <p className="mt-1 text-quiet">{about}</p>}
          </header>
          {children}
        </div>
      </div>
    </main>
  );
}

/** A link of which a part is missing. */
export function IncompleteLink({ title }: { title: string }) {
  return (
    <Door title={title}>
      <Notice kind="over">
        {i18n.t('This link is not complete. Copy the whole of it, or ask for a new one.')}
      </Notice>
    </Door>
  );
}
