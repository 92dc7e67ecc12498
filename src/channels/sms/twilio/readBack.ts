/** Reads the account and the number back from Twilio, with the address at which it calls for that number. */
import { type Dictionary, dictionaries, text } from '../../reading.ts';
import { read } from '../http.ts';
import type { Provider, ReadBack } from '../provider.ts';
import { addressIn, authorised, name, tokenRefused } from './account.ts';

/** Throws Fault `account_refused` or `network_unreachable`. */
export const readBack: Provider['readBack'] = async (tools, account, setUp) => {
  const headers = authorised(account);
  const of = async (path: string) =>
    (await read(tools.fetch, name, tokenRefused, addressIn(account, path), { headers })).json;
  const own = await of('.json');
  const back: ReadBack = {
    name: text(own?.friendly_name),
    checks: [`${name} knows this account.`],
    lacks: [],
  };
  if (text(own?.status) !== null && text(own?.status) !== 'active')
    back.lacks.push(`${name} has suspended this account. Look into its console.`);
  if (text(own?.type) === 'Trial')
    back.lacks.push(
      `This is a trial account: ${name} sends only to numbers that were verified there. Upgrade it.`,
    );
  if (account.settings.service !== undefined) return back;
  const query = new URLSearchParams({ PhoneNumber: account.networkId });
  const [number] = dictionaries((await of(`/IncomingPhoneNumbers.json?${query}`))?.incoming_phone_numbers);
  readNumber(number, account.networkId, setUp?.address ?? null, back);
  return back;
};

function readNumber(
  number: Dictionary | undefined,
  ours: string,
  address: string | null,
  { checks, lacks }: ReadBack,
): void {
  if (number === undefined) {
    lacks.push(`${ours} is no number of this account: nothing that people write to it is heard.`);
    return;
  }
  checks.push(`The number is ${ours}.`);
  const can = (number.capabilities ?? {}) as Dictionary;
  if (can.sms === false) lacks.push('This number can neither send nor receive SMS. Choose another one.');
  const calls = text(number.sms_url) ?? '';
  if (address === null) return;
  if (calls === `${address}/messages`) checks.push('Incoming messages are handed to this desk.');
  else
    lacks.push(
      'Incoming messages go elsewhere: paste the address that is shown above at the number, under Messaging.',
    );
}
