/** What a person does at X, in order, to connect an account. Pure. */
import type { SetUp, SetUpStep } from '../connecting.ts';
import { defaultServer } from './ask.ts';
import { consentAddress, verifierOf } from './tokens.ts';

const developerConsole = 'https://console.x.com';

/** The steps for what was typed so far. */
export function guide(typed: Readonly<Record<string, string>>, setUp: SetUp): SetUpStep[] {
  const isOAuth2 = typed.signing === 'oauth2';
  return [
    {
      text: 'Open the Developer Console of X with the account that will answer, make an app of its own, and buy credit: X charges for each post that is read or written.',
      link: developerConsole,
    },
    {
      text: 'In the app open "User authentication settings", choose "Read and write and Direct message", type of app "Web App, Automated App or Bot".',
      ...back(setUp),
    },
    ...(isOAuth2 ? consent(typed, setUp) : keys),
    ...calls(typed, setUp),
  ];
}

const keys: SetUpStep[] = [
  {
    text: 'Under "Keys and tokens" copy the API key and its secret, then make an access token with its secret: make it after the permissions were chosen, else it may only read.',
  },
];

function back({ address }: SetUp): Pick<SetUpStep, 'copy'> {
  return address === null ? {} : { copy: { label: 'Callback URI / Redirect URL', value: `${address}/back` } };
}

function consent(typed: Readonly<Record<string, string>>, { accountId, address }: SetUp): SetUpStep[] {
  const { clientId = '', clientSecret = '', server = defaultServer } = typed;
  const first = {
    text: 'Under "Keys and tokens" copy the API key and its secret, the OAuth 2.0 Client ID and the Client Secret into the fields.',
  };
  if (clientId.trim() === '' || address === null || !URL.canParse(server)) return [first];
  const link = consentAddress(server, {
    clientId: clientId.trim(),
    redirect: `${address}/back`,
    state: accountId,
    verifier: verifierOf(clientSecret.trim(), accountId),
  });
  const text =
    'Open this page, give the permission, and paste the whole address to which X sends you into "Address after the permission" within 30 seconds.';
  return [first, { text, link }];
}

function calls({ hearing }: Readonly<Record<string, string>>, { address }: SetUp): SetUpStep[] {
  if (hearing !== 'webhook') return [];
  if (address === null)
    return [
      {
        text: 'X calls an address that the whole Internet can reach. Set the public address of this program first.',
      },
    ];
  const text =
    'Copy the Bearer token, too. X is given this address by the program itself once the account is saved; in the Developer Console it then stands under the app as a webhook.';
  return [{ text, copy: { label: 'Address that X calls', value: address } }];
}
