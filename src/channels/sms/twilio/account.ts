/** An account at Twilio: where it is asked and how it proves itself. */
import type { TypedAccount } from '../provider.ts';

export const name = 'Twilio';
const live = 'https://api.twilio.com';

export type Typed = Pick<TypedAccount, 'settings' | 'secret'>;

/** An address below the account's own. */
export const addressIn = ({ settings }: Typed, path: string): string =>
  `${settings.api ?? live}/2010-04-01/Accounts/${encodeURIComponent(settings.accountSid ?? '')}${path}`;

export const authorised = ({ settings, secret }: Typed): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${settings.accountSid ?? ''}:${secret.authToken ?? ''}`).toString('base64')}`,
});

export const tokenRefused = `${name} does not accept this account SID and auth token. Copy both from its console and connect the account again.`;
