/** What this channel saves as a raw item: the fields as the provider gave them, and what reading them takes. */
import type { RawItem } from '../channel.ts';

export const providers = ['africastalking', 'twilio', 'kannel', 'smpp'] as const;
export type ProviderName = (typeof providers)[number];

export interface Payload {
  provider: ProviderName;
  /** `ussd`: words that somebody typed into a menu. */
  form: 'message' | 'delivery' | 'ussd';
  /** When it came here, ISO 8601. */
  at: string;
  /** The country prefix by which local numbers are read. */
  prefix: string;
  fields: Record<string, string>;
}

/** `key`: the number outside, so that what belongs to one thread is read in one place. */
export const itemOf = (key: string, payload: Payload): RawItem => ({
  key: key === '' ? 'sms' : key,
  payload,
});
