import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from './classes.ts';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: 'plain' | 'main' | 'quiet' | 'danger';
  /** The key that does the same, shown to who hovers. */
  shortcut?: string | undefined;
  ref?: Ref<HTMLButtonElement>;
}

const looks = {
  plain: 'border border-line bg-raised text-ink hover:bg-deep',
  main: 'bg-accent text-accent-ink hover:brightness-110',
  quiet: 'text-quiet hover:bg-deep hover:text-ink',
  danger: 'border border-danger bg-raised text-danger hover:bg-over-soft',
};

/** A button with words. */
export function Button({
  kind = 'plain',
  shortcut,
  className,
  title,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      title={shortcut === undefined ? title : `${title ?? ''} [${shortcut}]`.trim()}
      aria-keyshortcuts={shortcut}
      className={classes(
        'target inline-flex items-center justify-center gap-2 rounded-8 px-3 font-medium transition-colors duration-100',
        'disabled:opacity-60',
        looks[kind],
        className,
      )}
      {...rest}
    />
  );
}

/** A button that shows an icon only; its name is for those who hear it, and for who hovers. */
export function IconButton({
  name,
  children,
  className,
  shortcut,
  ...rest
}: Omit<ButtonProps, 'title'> & { name: string; children: ReactNode }) {
  return (
    <Button
      kind="quiet"
      aria-label={name}
      title={name}
      className={classes('px-2', className)}
      {...(shortcut === undefined ? {} : { shortcut })}
      {...rest}
    >
      {children}
    </Button>
  );
}
