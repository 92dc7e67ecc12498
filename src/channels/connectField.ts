import type { ConnectField } from './connecting.ts';

/** A field by which an account is connected: shown plainly and not required, without help, unless said otherwise. */
export const field = (name: string, label: string, more: Partial<ConnectField> = {}): ConnectField => ({
  name,
  label,
  secret: false,
  required: false,
  help: null,
  ...more,
});
