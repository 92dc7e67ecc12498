/** The channel to telephones: SMS, and menus of USSD, through whichever provider the account has. */
import { Budgets } from '../budget.ts';
import type {
  Abilities,
  AccountAccess,
  Channel,
  ChannelFactory,
  ChannelTools,
  Heading,
  Outcome,
} from '../channel.ts';
import { pause } from '../polling.ts';
import { africasTalking } from './africastalking/index.ts';
import { connecting } from './connect.ts';
import { kannel } from './kannel/index.ts';
import { normalise } from './normalise.ts';
import type { ProviderName } from './payload.ts';
import { mayReply, smsLength } from './permission.ts';
import type { Provider } from './provider.ts';
import { receiving } from './receive.ts';
import { reconcile } from './reconcile.ts';
import { checkReply, type Sending, sendReply, writeToMember } from './send.ts';
import { smpp } from './smpp/index.ts';
import { twilio } from './twilio/index.ts';

const idle = 3_600_000;

const cannotRemove: Outcome = {
  kind: 'refused',
  code: 'cannot_remove',
  reason: 'An SMS that was sent cannot be taken back. Write another one that corrects it.',
};

const evidence: Channel['evidence'] = [
  { what: 'Kannel: sending, receiving, delivery reports, long and Unicode messages', by: 'real server' },
  { what: 'SMPP 3.4: both binds, parts, receipts, throttling', by: 'our double' },
  { what: "Africa's Talking: messages, delivery reports, USSD menus", by: 'our double' },
  {
    what: 'Twilio: published signatures',
    by: 'official description and samples',
  },
  { what: 'Twilio: sending, status calls, list of messages, faults', by: 'our double' },
];

const abilities: Abilities = {
  hears: ['webhook', 'stream'],
  replies: ['direct'],
  announces: false,
  deletes: false,
  // Nobody deletes an SMS on our telephone.
  deletedStays: 0,
  attachments: null,
  length: smsLength,
  // No provider takes a key of ours by which it would send once.
  keyed: { public: false, direct: false },
};

/** Builds the channel; it keeps nothing between two calls but who asked to wait. */
export const sms: ChannelFactory = (tools): Channel => {
  const providers: Record<ProviderName, Provider> = {
    africastalking: africasTalking,
    twilio,
    kannel,
    smpp: smpp(),
  };
  const providerOf = ({ provider }: Readonly<Record<string, string>>): Provider =>
    (Object.hasOwn(providers, provider ?? '') ? providers[provider as ProviderName] : undefined) ??
    africasTalking;
  const budgets = new Budgets();
  const by = (account: AccountAccess): Sending => ({
    tools,
    budgets,
    provider: providerOf(account.settings),
  });
  return {
    network: 'sms',
    name: 'SMS and USSD',
    evidence,
    abilities,
    connect: connecting(tools, { providerOf, budgets }),
    receive: receiving(providerOf),
    sources: [
      {
        name: 'smpp',
        isDirect: true,
        stream: (account, cursor, signal) =>
          listen(tools, providerOf(account.settings), account, cursor, signal),
      },
    ],
    normalise,
    mayReply: (post, account) => mayReply(post, account),
    networkKey: ({ replyId }) => replyId,
    send: (account, reply) => sendReply(by(account), account, reply),
    check: (account, reply) => checkReply(by(account), account, reply),
    reachesMembersBy: 'sms',
    writeToMember: (account, letter) => writeToMember(by(account), account, letter),
    tryAccess: (account) => tryAccess(tools, providerOf(account.settings), account),
    remove: async () => cannotRemove,
    reconcile: (account, since, signal) =>
      reconcile(tools, providerOf(account.settings), account, since, signal),
  };
};

async function tryAccess(tools: ChannelTools, provider: Provider, account: AccountAccess): Promise<void> {
  if (provider.tryAccess === undefined) await provider.readBack(tools, account, undefined);
  else await provider.tryAccess(tools, account);
}

/** Only where the provider is listened to; the others call us. */
async function* listen(
  tools: ChannelTools,
  provider: Provider,
  account: AccountAccess,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  if (provider.listen !== undefined) return yield* provider.listen(tools, account, cursor, signal);
  while (!signal.aborted) {
    await pause(idle, signal);
    if (!signal.aborted) yield { items: [], cursor: null };
  }
}
