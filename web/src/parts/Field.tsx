import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { classes } from './classes.ts';

const box =
  'target w-full rounded-8 border border-line-strong bg-raised px-3 text-ink focus-visible:outline-2 focus-visible:outline-accent';

function Labelled({
  id,
  label,
  help,
  children,
}: {
  id: string;
  label: string;
  help?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {help !== undefined && help !== null && (
        <p id={`${id}-help`} className="text-13 text-quiet">
          {help}
        </p>
      )}
    </div>
  );
}

interface Words {
  label: string;
  help?: ReactNode;
}

/** One line of text with its label above it. */
export function Field({ label, help, className, ...rest }: Words & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Labelled id={id} label={label} help={help}>
      <input
        id={id}
        aria-describedby={help ? `${id}-help` : undefined}
        className={classes(box, className)}
        {...rest}
      />
    </Labelled>
  );
}

/** One choice out of few, by the system's own control. */
export function Choice({ label, help, className, ...rest }: Words & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Labelled id={id} label={label} help={help}>
      <select id={id} className={classes(box, className)} {...rest} />
    </Labelled>
  );
}

/** Several lines of text with their label above them. */
export function Area({
  label,
  help,
  className,
  ...rest
}: Words & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <Labelled id={id} label={label} help={help}>
      <textarea
        id={id}
        rows={4}
        dir="auto"
        aria-describedby={help ? `${id}-help` : undefined}
        className={classes(box, 'field-sizing-content max-h-80 min-h-24 py-2', className)}
        {...rest}
      />
    </Labelled>
  );
}
