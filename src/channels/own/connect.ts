/** Connecting a system of the organisation's own. */
import { Fault, isFault } from '../../domain/fault.ts';
import type { ChannelTools } from '../channel.ts';
import type { Connected, ConnectField, SetUp, SetUpStep } from '../connecting.ts';
import { ask, hearsOnly } from './send.ts';

const help = {
  name: 'As your members know it: "Counter terminals", say. It is also its name in what we send.',
  secret:
    'Both sides sign with it: "whsec_" and 32 bytes in base64, as: echo whsec_$(openssl rand -base64 32)',
  address: 'Where your system takes our answers, over https. Left empty: it only brings what people write.',
};

export const connectFields: readonly ConnectField[] = [
  { name: 'name', label: 'Name', secret: false, required: true, help: help.name },
  { name: 'secret', label: 'Secret', secret: true, required: true, help: help.secret },
  { name: 'address', label: 'Address for answers', secret: false, required: false, help: help.address },
];

/** What to do in one's own system. */
export function guide(_typed: Readonly<Record<string, string>>, { address }: SetUp): SetUpStep[] {
  return [
    { text: 'Make a secret, type it above, and give it to your system.' },
    address === null
      ? { text: 'Your system must reach this desk: set its public address first.' }
      : {
          text: 'Let your system bring what people write to this address, as docs/guides/your-own-channel.md says.',
          copy: { label: 'Address for what people write', value: address },
        },
    {
      text: 'Where it takes answers, type its address above: it is asked for an answer that it cannot have.',
    },
  ];
}

/** Asks the system for a reply that it cannot have. Throws Fault `account_refused`, `network_unreachable` or `input_invalid`. */
export async function tryConnecting(tools: ChannelTools, typed: Record<string, string>): Promise<Connected> {
  const name = (typed.name ?? '').trim();
  if (name === '' || name.length > 80)
    throw new Fault('input_invalid', 'The name must have 1 to 80 characters.');
  const secret = (typed.secret ?? '').trim();
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret) || bytes.length < 24)
    throw new Fault('input_invalid', 'The secret must be "whsec_" and at least 24 bytes in base64.');
  const address = (typed.address ?? '').trim().replace(/\/+$/, '');
  const settings: Record<string, string> = address === '' ? {} : { address };
  const connected = {
    networkId: name.toLowerCase().replaceAll(':', ' '),
    handle: name,
    name,
    settings,
    secret: { secret },
  };
  if (address === '') return { ...connected, lacks: [hearsOnly] };
  await tryAnswers(tools, connected);
  return { ...connected, lacks: [], checks: ['Your system answers, and accepts our signature.'] };
}

async function tryAnswers(
  tools: ChannelTools,
  account: { settings: Record<string, string>; secret: Record<string, string> },
): Promise<void> {
  const { status } = await asked(tools, account);
  if (status === 404) return;
  if (status === 401 || status === 403)
    throw new Fault(
      'account_refused',
      'Your system does not accept our signature. Give it this very secret.',
    );
  if (status === 200)
    throw new Fault(
      'account_refused',
      'Your system says that it has a reply that was never sent. It must answer 404 for a key that it does not know.',
    );
  throw new Fault(
    'network_unreachable',
    `Your system answered ${status} when it was asked for a reply. It must answer 404 for a key that it does not know.`,
  );
}

async function asked(tools: ChannelTools, account: Parameters<typeof ask>[1]): Promise<{ status: number }> {
  try {
    return await ask(tools, account, { key: `never-sent-${tools.now().getTime()}` });
  } catch (error) {
    if (isFault(error) && error.code === 'address_private')
      throw new Fault(
        'input_invalid',
        'This address leads into a private network. An operator can allow its host (ANSWERABLE_PRIVATE_HOSTS).',
        { cause: error },
      );
    throw error;
  }
}
