/** What is to be done at Africa's Talking. */
import type { SetUp, SetUpStep } from '../../connecting.ts';

const link = 'https://account.africastalking.com';

/** In the order of its dashboard. */
export function guide(_typed: Readonly<Record<string, string>>, { address }: SetUp): readonly SetUpStep[] {
  const paste = (path: string, label: string): Pick<SetUpStep, 'copy'> =>
    address === null ? {} : { copy: { label, value: `${address}/${path}` } };
  return [
    {
      text: "Sign in at Africa's Talking, open your app, and make a key under Settings > API Key. Paste it here with the app's username.",
      link,
    },
    { text: 'Under SMS > Short Codes see which number people write to: that is the number of this account.' },
    {
      text: 'Under SMS > SMS Callback URLs > Incoming Messages paste this address.',
      ...paste('messages', 'For incoming messages'),
    },
    {
      text: 'Under SMS > SMS Callback URLs > Delivery Reports paste this address.',
      ...paste('delivery', 'For delivery reports'),
    },
    {
      text: 'If you have a USSD code: under USSD > Service Codes > Callback URL paste this address.',
      ...paste('ussd', 'For the menu'),
    },
    ...(address === null
      ? [
          {
            text: 'Nobody outside can reach this desk yet: what people write is not heard until it has a public address.',
          },
        ]
      : []),
  ];
}
