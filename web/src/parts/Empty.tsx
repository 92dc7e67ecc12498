import type { ReactNode } from 'react';

/** Nothing is here: says why, and offers the next step. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-96 flex-col items-center gap-2 px-6 py-12 text-center">
      {icon !== undefined && (
        <div aria-hidden className="mb-2 text-quiet [&>svg]:size-7 [&>svg]:stroke-[1.5]">
          {icon}
        </div>
      )}
      <h2 className="text-17 font-semibold">{title}</h2>
      {children !== undefined && <p className="text-quiet">{children}</p>}
      {action !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
