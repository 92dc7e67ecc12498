import { type ReactNode, useState } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';

/** Asks why before something is said of an author. */
export function ReasonForm({
  label,
  help = null,
  yes,
  busy,
  children,
  onGiven,
}: {
  label: string;
  help?: string | null;
  yes: string;
  busy: boolean;
  /** What is asked besides. */
  children?: ReactNode;
  onGiven: (reason: string) => Promise<void>;
}) {
  const [reason, setReason] = useState('');
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void onGiven(reason.trim());
      }}
    >
      <Field
        label={label}
        help={help}
        value={reason}
        required
        maxLength={500}
        dir="auto"
        onChange={(event) => setReason(event.target.value)}
      />
      {children}
      <Button type="submit" className="self-start" disabled={busy || reason.trim() === ''}>
        {yes}
      </Button>
    </form>
  );
}
