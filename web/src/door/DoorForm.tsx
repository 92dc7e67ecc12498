import type { ReactNode } from 'react';
import { Button } from '../parts/Button.tsx';
import { Field } from '../parts/Field.tsx';
import { Notice } from '../parts/Notice.tsx';
import { i18n } from '../words/i18n.ts';
import { useEnter } from './useEnter.ts';

export interface DoorFormProps {
  /** What the button says. */
  action: string;
  /** Asks the server with what was typed. */
  ask: (form: FormData) => Promise<unknown>;
  /** The door is open. */
  came: () => void;
  children: ReactNode;
}

/** A form by which somebody comes in: its fields, why it was refused, one button. */
export function DoorForm({ action, ask, came, children }: DoorFormProps) {
  const { enter, busy, trouble } = useEnter();
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        void enter(() => ask(form)).then((open) => open && came());
      }}
    >
      {children}
      {trouble !== null && <Notice kind="over">{trouble}</Notice>}
      <Button kind="main" type="submit" disabled={busy}>
        {action}
      </Button>
    </form>
  );
}

/** What was typed in a field, without the blanks around it. */
export const typed = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

export const NameField = () => (
  <Field label={i18n.t('Your name')} name="name" required maxLength={200} dir="auto" autoComplete="name" />
);

export const EmailField = () => (
  <Field label={i18n.t('Email')} name="email" type="email" required maxLength={320} autoComplete="username" />
);

/** The password that one has. */
export const PasswordField = ({ label = i18n.t('Password'), name = 'password' }) => (
  <Field label={label} name={name} type="password" required maxLength={200} autoComplete="current-password" />
);

/** A password that is chosen. */
export const NewPasswordField = ({ label = i18n.t('Password') }: { label?: string }) => (
  <Field
    label={label}
    name="password"
    type="password"
    required
    minLength={10}
    maxLength={200}
    autoComplete="new-password"
    help={i18n.t('At least ten characters.')}
  />
);
