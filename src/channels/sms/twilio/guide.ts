/** What is to be done at Twilio. */
import type { SetUp, SetUpStep } from '../../connecting.ts';

export function guide(typed: Readonly<Record<string, string>>, { address }: SetUp): readonly SetUpStep[] {
  const service = (typed.service ?? '').trim() !== '';
  const steps: SetUpStep[] = [
    {
      text: 'Sign in at Twilio and copy the account SID and the auth token from the first page of its console.',
      link: 'https://console.twilio.com',
    },
  ];
  if (address === null)
    steps.push({
      text: 'Nobody outside can reach this desk yet: what people write is not heard until it has a public address.',
    });
  else
    steps.push({
      text: service
        ? 'Under Messaging > Services open the service; under Integration choose "Send a webhook" and paste this address, with HTTP POST.'
        : 'Under Phone Numbers > Manage > Active numbers open the number; under Messaging, "A message comes in", choose Webhook and HTTP POST and paste this address.',
      copy: { label: 'For incoming messages', value: `${address}/messages` },
    });
  steps.push({
    text: 'Nothing needs to be entered for delivery: each message that we send names the address that Twilio is to tell.',
  });
  return steps;
}
