import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export interface DialogProps {
  title: string;
  description?: ReactNode;
  /** The title is there for those who hear it, and not shown. */
  hiddenTitle?: boolean;
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A question over the page: keeps the keyboard inside, closes with Escape. On a phone it rises from below. Load it lazily. */
export function Dialog({
  title,
  description,
  hiddenTitle = false,
  wide = false,
  onClose,
  children,
}: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-ink/30 dark:bg-deep/70" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          className={classes(
            'settle fixed outline-none inset-x-0 bottom-0 z-50 flex max-h-[85dvh] flex-col gap-3 overflow-y-auto rounded-8 border border-line bg-raised p-4 shadow-lift',
            'sm:inset-x-auto sm:top-[14vh] sm:bottom-auto sm:left-1/2 sm:max-h-[72vh] sm:-translate-x-1/2 sm:p-6',
            wide ? 'sm:w-[44rem]' : 'sm:w-[32rem]',
          )}
        >
          <Radix.Title className={hiddenTitle ? 'sr-only' : 'text-20 font-semibold'}>{title}</Radix.Title>
          {description !== undefined && (
            <Radix.Description className="text-quiet">{description}</Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
