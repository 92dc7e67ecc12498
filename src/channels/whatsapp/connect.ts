/** Connecting a WhatsApp number: what is asked of Meta before it is saved. */
import { Fault } from '../../domain/fault.ts';
import type { ChannelTools } from '../channel.ts';
import type { Connected } from '../connecting.ts';
import { dictionaries, dictionary, text } from '../reading.ts';
import { type Answered, type Ask, ask, defaultServer, type GraphAccess, type Refusal } from './graph.ts';
import { meaningOf } from './meanings.ts';
import { lacksMessaging } from './permission.ts';

/** Asks Meta for the number, the subscription and the token's rights. Throws Fault `account_refused`, `network_unreachable` or `input_invalid`. */
export async function tryConnecting(tools: ChannelTools, typed: Record<string, string>): Promise<Connected> {
  const access = accessOf(typed);
  const phone = idOf(typed.phoneNumberId, 'id of the number');
  const { businessAccountId = '' } = access.settings;
  const number = await asked(tools, access, {
    path: phone,
    query: {
      fields: 'id,display_phone_number,verified_name,quality_rating,code_verification_status,name_status',
    },
  });
  if (!number.ok) throw refusedBy(number);
  const handle = text(number.body.display_phone_number) ?? phone;
  const name = text(number.body.verified_name);
  const numbers = await asked(tools, access, {
    path: `${businessAccountId}/phone_numbers`,
    query: { limit: '100' },
  });
  if (numbers.ok && !dictionaries(numbers.body.data).some(({ id }) => id === phone))
    throw new Fault(
      'input_invalid',
      'This number does not belong to this WhatsApp Business account. Check both ids.',
    );
  const rights = await rightsOf(tools, access);
  const heard = await subscriptionOf(tools, access);
  return {
    networkId: phone,
    handle,
    name,
    settings: access.settings,
    secret: access.secret,
    lacks: [...qualityOf(number).lacks, ...rights.lacks, ...heard.lacks],
    checks: [
      `The number is ${handle}${name === null ? '' : `, ${name}`}.`,
      ...qualityOf(number).checks,
      ...heard.checks,
      ...rights.checks,
    ],
  };
}

interface Looked {
  checks: string[];
  lacks: string[];
}

function accessOf(typed: Record<string, string>): GraphAccess & { settings: Record<string, string> } {
  const settings: Record<string, string> = {
    businessAccountId: idOf(typed.businessAccountId, 'id of the business account'),
  };
  const server = (typed.server ?? '').trim();
  if (server !== '') settings.server = addressOf(server);
  const version = (typed.version ?? '').trim();
  if (version !== '' && !/^v\d{1,3}\.\d$/.test(version))
    throw new Fault('input_invalid', 'The version must be one such as v23.0.');
  if (version !== '') settings.version = version;
  if ((typed.appId ?? '').trim() !== '') settings.appId = idOf(typed.appId, 'id of the app');
  const secret = { token: (typed.token ?? '').trim(), appSecret: (typed.appSecret ?? '').trim() };
  if (secret.token === '' || secret.appSecret === '')
    throw new Fault('input_invalid', 'The token and the app secret are both needed.');
  return { settings, secret };
}

function idOf(typed: string | undefined, what: string): string {
  const id = (typed ?? '').trim();
  if (/^\d{1,30}$/.test(id)) return id;
  throw new Fault('input_invalid', `The ${what} is digits only.`);
}

function addressOf(typed: string): string {
  const url = URL.parse(typed);
  if (url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '') return url.origin;
  throw new Fault('input_invalid', 'The server must be an address such as https://graph.facebook.com.');
}

async function asked(tools: ChannelTools, access: GraphAccess, what: Ask): Promise<Answered | Refusal> {
  try {
    return await ask(tools.fetch, access, what);
  } catch (cause) {
    const host = new URL(access.settings.server ?? defaultServer).host;
    const sentence = `${host} cannot be reached. Check this machine's connection, and try again.`;
    throw new Fault('network_unreachable', sentence, { cause });
  }
}

function refusedBy(refusal: Refusal): Fault {
  const cause = new Error(`${refusal.status} ${refusal.code} ${refusal.message}`);
  if (refusal.status >= 500 || refusal.status === 429)
    return new Fault(
      'network_unreachable',
      'Meta does not answer for the moment. Try again in some minutes.',
      { cause },
    );
  if (refusal.code === 100 || refusal.code === 33 || refusal.code === 803) {
    const secret = meaningOf(refusal.code, refusal.message);
    if (secret.code === 'account_refused')
      return new Fault(
        'account_refused',
        'The app secret does not belong to this token. Copy it from the app that the token was made for.',
        { cause },
      );
    return new Fault(
      'account_refused',
      'Meta knows no such number for this token. Check the id, and that the system user has this WhatsApp account.',
      { cause },
    );
  }
  return new Fault('account_refused', 'Meta does not accept this token. Make a new one and paste it whole.', {
    cause,
  });
}

const qualities: Readonly<Record<string, string | undefined>> = {
  GREEN: 'high',
  YELLOW: 'medium',
  RED: 'low',
};

function qualityOf({ body }: Answered): Looked {
  const quality = qualities[text(body.quality_rating) ?? ''];
  const lacks: string[] = [];
  if (body.code_verification_status === 'EXPIRED' || body.code_verification_status === 'NOT_VERIFIED')
    lacks.push('The number is not verified. Verify it in WhatsApp Manager, or nothing goes out.');
  if (quality === 'low')
    lacks.push(
      'Meta rates this number low: people block it or report it, and it may be restricted. Look into WhatsApp Manager.',
    );
  return { lacks, checks: quality === undefined ? [] : [`Meta rates its quality as ${quality}.`] };
}

export const lacksSubscription =
  'No app is subscribed to this WhatsApp account: nothing will be heard. Subscribe to “messages” in the app, under WhatsApp > Configuration.';
const lacksManagement =
  'The token lacks whatsapp_business_management: templates and subscriptions cannot be read. Add this right and connect the account again.';

async function subscriptionOf(tools: ChannelTools, access: GraphAccess): Promise<Looked> {
  const answer = await asked(tools, access, { path: `${access.settings.businessAccountId}/subscribed_apps` });
  if (!answer.ok) return { checks: [], lacks: [lacksManagement] };
  const apps = dictionaries(answer.body.data).map((one) => dictionary(one.whatsapp_business_api_data));
  const ours = access.settings.appId;
  const app = apps.find((one) => ours === undefined || one?.id === ours);
  if (app === undefined) return { checks: [], lacks: [lacksSubscription] };
  return {
    checks: [`Its messages are told to the app ${text(app?.name) ?? 'that is subscribed'}.`],
    lacks: [],
  };
}

async function rightsOf(tools: ChannelTools, access: GraphAccess): Promise<Looked> {
  const { appId } = access.settings;
  if (appId === undefined) return { checks: [], lacks: [] };
  const read = await readToken(tools, access, appId);
  if (read === null)
    throw new Fault(
      'account_refused',
      'Meta does not accept this app id with this app secret. Copy both from the same page.',
    );
  const lacks: string[] = [];
  if (!read.scopes.includes('whatsapp_business_messaging')) lacks.push(lacksMessaging);
  if (!read.scopes.includes('whatsapp_business_management')) lacks.push(lacksManagement);
  const ends =
    read.endsAt === null
      ? 'The token does not end.'
      : `The token ends on ${read.endsAt.toISOString().slice(0, 10)} and is renewed before that.`;
  return { lacks, checks: lacks.length === 0 ? ['The token has both rights.', ends] : [ends] };
}

/** What Meta says of the account's token; null where it does not believe that the app is ours. Throws as `ask` does. */
export async function readToken(
  tools: ChannelTools,
  access: GraphAccess,
  appId: string,
): Promise<{ isValid: boolean; scopes: string[]; endsAt: Date | null } | null> {
  const answer = await asked(tools, access, {
    path: 'debug_token',
    query: { input_token: access.secret.token ?? '' },
    asApp: { id: appId, secret: access.secret.appSecret ?? '' },
  });
  if (!answer.ok) {
    if (answer.status >= 500 || answer.status === 429) throw refusedBy(answer);
    return null;
  }
  const data = dictionary(answer.body.data);
  const ends = Number(data?.expires_at ?? 0);
  const scopes = Array.isArray(data?.scopes) ? data.scopes.filter((one) => typeof one === 'string') : [];
  return { isValid: data?.is_valid === true, scopes, endsAt: ends > 0 ? new Date(ends * 1000) : null };
}

/** A first message may be a template only; Meta gives every account this one. */
export async function sendTest(
  tools: ChannelTools,
  connected: Connected,
  to: string,
): Promise<{ sent: true } | { sent: false; reason: string }> {
  const number = to.replaceAll(/[^\d]/g, '');
  if (number.length < 7) return { sent: false, reason: 'Write the number with its country, as +250 ....' };
  const answer = await asked(tools, connected, {
    path: `${connected.networkId}/messages`,
    json: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: number,
      type: 'template',
      template: { name: 'hello_world', language: { policy: 'deterministic', code: 'en_US' } },
    },
  });
  return answer.ok ? { sent: true } : { sent: false, reason: meaningOf(answer.code, answer.message).reason };
}
