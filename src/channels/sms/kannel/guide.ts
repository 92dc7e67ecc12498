/** What is to be done in Kannel's own settings. */
import type { SetUp, SetUpStep } from '../../connecting.ts';

/** What Kannel fills in: its id of the message, sender, receiver, words, and when the operator took it. */
export const getUrl = (address: string): string =>
  `${address}/messages?id=%I&from=%p&to=%P&text=%b&time=%T&coding=%c&charset=%C`;

/** In the order of kannel.conf. */
export function guide(typed: Readonly<Record<string, string>>, { address }: SetUp): readonly SetUpStep[] {
  const user = typed.username?.trim() || 'answerable';
  const steps: SetUpStep[] = [
    {
      text: 'In kannel.conf make a user for this desk, with a password of its own that nobody else has.',
      copy: {
        label: 'Group of the user',
        value: `group = sendsms-user\nusername = ${user}\npassword = ...\nconcatenation = true\nmax-messages = 10`,
      },
    },
  ];
  if (address === null)
    steps.push({
      text: 'Nobody can reach this desk yet: what people write is not heard until it has an address that Kannel reaches.',
    });
  else
    steps.push({
      text: 'Let Kannel hand every SMS to this desk, and answer nothing itself.',
      copy: {
        label: 'Group of the service',
        value: `group = sms-service\nkeyword = default\nget-url = "${getUrl(address)}"\nmax-messages = 0\nassume-plain-text = true\naccept-x-kannel-headers = false\nomit-empty = true\ncatch-all = true`,
      },
    });
  steps.push({
    text: 'Do not set "smsbox-id" without a group "smsbox-route" for it: Kannel would take every SMS from the operator, say yes to it, and give it to nobody. The trial below finds that out.',
  });
  return steps;
}
