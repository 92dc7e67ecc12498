import { Fault } from '../../domain/fault.ts';
import { type Role, roles } from '../../domain/rights.ts';
import { invite } from '../../members/invite.ts';
import { makeSignInLink } from '../../members/links.ts';
import { makePasswordLink } from '../../members/password.ts';
import { resetSecondFactor } from '../../members/secondFactor.ts';
import type { Storage } from '../../storage/database.ts';
import { listMembers, type MemberRecord } from '../../storage/members.ts';
import { type Command, type Context, type Given, WrongUse } from '../command.ts';
import { organisationFor } from '../organisation.ts';
import type { Settings } from '../settings.ts';

export const memberCommand: Command = {
  name: 'member',
  summary: 'Adds and lists members, and makes one-time sign-in links.',
  usage: [
    'member list',
    'member add EMAIL --name NAME [--role ROLE]',
    'member link EMAIL',
    'member password EMAIL',
    'member second-factor EMAIL',
  ],
  about: [
    'add prints a link by which the new member chooses a password; it is good for seven days. link prints one that signs a member in without a password, once, within fifteen minutes. password prints one by which a member who forgot the password chooses another; it is good for a day. second-factor takes the second factor of a member away who lost it. Links are shown once and never kept.',
  ],
  options: {
    name: { type: 'string', value: 'NAME', help: 'how the member is called' },
    role: { type: 'string', value: 'ROLE', help: `${roles.join(', ')}; default agent`, among: roles },
    organisation: { type: 'string', value: 'NAME', help: 'needed where there are several' },
  },
  words: [1, 2],
  async run(context, given) {
    const act = acts[given.words[0] ?? ''];
    if (act === undefined)
      throw new WrongUse(
        `"member" cannot "${given.words[0]}"; it can list, add, link, password and second-factor.`,
      );
    const { storage, close } = await context.openDatabase();
    try {
      const organisationId = await organisationFor(storage, given.text('organisation'));
      if (organisationId === null) {
        throw new Fault(
          'not_found',
          'There is no organisation yet. Start Answerable and open the link that it prints.',
        );
      }
      await act(context, given, storage, organisationId);
    } finally {
      await close();
    }
  },
};

type Act = (context: Context, given: Given, storage: Storage, organisationId: number) => Promise<void>;

const acts: Record<string, Act> = {
  async list(context, _, storage, organisationId) {
    const members = await storage.inOrganisation(organisationId, (tx) => listMembers(tx, organisationId));
    context.out(members.length === 0 ? 'Nobody is a member yet.\n' : members.map(memberLine).join(''));
  },

  async add(context, given, storage, organisationId) {
    const name = given.text('name');
    if (name === null) throw new WrongUse('"member add" needs --name, how the member is called.');
    const role = (given.text('role') ?? 'agent') as Role;
    const ask = {
      organisationId,
      by: null,
      name,
      email: emailOf(given),
      role,
      base: addressOf(context.settings),
    };
    const { link } = await invite(storage, ask, context.now());
    context.out(`${link}\n`);
  },

  async link(context, given, storage, organisationId) {
    const member = { organisationId, by: { email: emailOf(given) } };
    context.out(`${await makeSignInLink(storage, addressOf(context.settings), member, context.now())}\n`);
  },

  async password(context, given, storage, organisationId) {
    const act = { organisationId, by: null, member: { email: emailOf(given) } };
    context.out(`${await makePasswordLink(storage, addressOf(context.settings), act, context.now())}\n`);
  },

  async 'second-factor'(context, given, storage, organisationId) {
    const act = { organisationId, by: null, member: { email: emailOf(given) } };
    await resetSecondFactor(storage, act, context.now());
    context.out('The second factor is gone, and every session of this member ended.\n');
  },
};

function emailOf(given: Given): string {
  const email = given.words[1];
  if (email === undefined) throw new WrongUse(`"member ${given.words[0]}" needs the member's email address.`);
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new WrongUse(`"${email}" is not an email address.`);
  return email;
}

function memberLine({ name, email, role, invited, leftAt }: MemberRecord): string {
  const state = leftAt !== null ? 'left' : invited ? 'invited' : 'joined';
  return `${email}  ${name}  ${role}  ${state}\n`;
}

/** Where people reach the console, as far as it is known on this machine. */
export function addressOf(settings: Settings): string {
  if (settings.publicAddress !== null) return settings.publicAddress;
  const host = ['0.0.0.0', '::'].includes(settings.host) ? 'localhost' : settings.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`;
}
