/** Setting up a WhatsApp number: what is typed, and what is done at Meta. Pure. */
import type { ConnectField, SetUp, SetUpStep } from '../connecting.ts';
import { verifyToken } from './receive.ts';

const help = {
  phone: 'WhatsApp Manager > Account tools > Phone numbers: the number’s id, not the number itself.',
  business: 'The id of the WhatsApp Business account. It stands beside the number’s id.',
  token:
    'Business settings > System users: a token with whatsapp_business_messaging and whatsapp_business_management.',
  appSecret: 'App dashboard > Settings > Basic. Meta signs with it what it tells us.',
  appId:
    'App dashboard > Settings > Basic. With it the token’s rights are read back, and it is renewed before it ends.',
  server: 'Left empty: Meta’s own.',
  version: 'The version of Meta’s interface. Left empty: v23.0.',
};

const field = (name: string, label: string, more: Partial<ConnectField>): ConnectField => ({
  name,
  label,
  secret: false,
  required: true,
  help: null,
  ...more,
});

export const connectFields: readonly ConnectField[] = [
  field('phoneNumberId', 'Id of the number', { help: help.phone }),
  field('businessAccountId', 'Id of the business account', { help: help.business }),
  field('token', 'Token', { secret: true, help: help.token }),
  field('appId', 'Id of the app', { required: false, help: help.appId }),
  field('appSecret', 'App secret', { secret: true, help: help.appSecret }),
  field('server', 'Server', { required: false, help: help.server, advanced: true }),
  field('version', 'Version', { required: false, help: help.version, advanced: true }),
];

/** What to do at Meta, in order. */
export function guide(typed: Readonly<Record<string, string>>, setUp: SetUp): SetUpStep[] {
  const appSecret = (typed.appSecret ?? '').trim();
  const app = (typed.appId ?? '').trim();
  const page = /^\d+$/.test(app)
    ? `https://developers.facebook.com/apps/${app}/whatsapp-business/wa-settings/`
    : 'https://developers.facebook.com/apps/';
  return [
    {
      text: 'In Meta’s business settings, make a system user with this app and this WhatsApp account, and a token for it that does not end.',
      link: 'https://business.facebook.com/settings/system-users',
    },
    setUp.address === null
      ? { text: 'Meta must reach this desk from outside: set its public address first.' }
      : {
          text: 'In the app, open WhatsApp > Configuration and enter this address as the callback.',
          copy: { label: 'Callback address', value: setUp.address },
          link: page,
        },
    appSecret === ''
      ? { text: 'Type the app secret above: the verify token is made from it.' }
      : {
          text: 'Enter this verify token below it and press “Verify and save”.',
          copy: { label: 'Verify token', value: verifyToken(appSecret, setUp.accountId) },
        },
    {
      text: 'There, subscribe to the field “messages” (and to “smb_message_echoes” where the number is also on a telephone).',
    },
  ];
}
