import { z } from 'zod';
import { Fault } from '../../domain/fault.ts';
import { changeRole, leave } from '../../members/changeMember.ts';
import { invite } from '../../members/invite.ts';
import { makePasswordLink } from '../../members/password.ts';
import { doorsOfMembers, listMembers } from '../../storage/members.ts';
import { InvitationView, InviteInput, id, MemberPatch, MemberView, PasswordLinkView } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { ownAddress } from '../security.ts';
import { memberView } from '../views.ts';

/** The members of the organisation. */
export function memberRoutes(app: App, deps: ApiDeps): void {
  changeRoutes(app, deps);
  app.get(
    '/api/members',
    { config: { right: 'members.read' }, schema: { response: { 200: z.array(MemberView) } } },
    async (request) => {
      const { organisationId } = request.member;
      const members = await deps.storage.inOrganisation(organisationId, (tx) =>
        listMembers(tx, organisationId),
      );
      const doors = await doorsOfMembers(deps.storage.system, organisationId, deps.now());
      return members.map((member) => memberView(member, doors.get(member.id)));
    },
  );
  app.post(
    '/api/members',
    { config: { right: 'members.manage' }, schema: { body: InviteInput, response: { 200: InvitationView } } },
    async (request) => {
      const { organisationId, memberId, keyId } = request.member;
      const invitation = await invite(
        deps.storage,
        { ...request.body, organisationId, by: memberId, keyId, base: ownAddress(request, deps.settings) },
        deps.now(),
      );
      return { member: memberView(invitation.member), link: invitation.link };
    },
  );
}

function changeRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/api/members/:id/password-link',
    {
      config: { right: 'members.manage' },
      schema: { params: z.object({ id }), response: { 200: PasswordLinkView } },
    },
    async (request) => {
      const { organisationId, memberId: by, keyId } = request.member;
      const act = { organisationId, by, keyId, member: { id: request.params.id } };
      const base = ownAddress(request, deps.settings);
      return { link: await makePasswordLink(deps.storage, base, act, deps.now()) };
    },
  );
  app.patch(
    '/api/members/:id',
    {
      config: { right: 'members.manage' },
      schema: { params: z.object({ id }), body: MemberPatch, response: { 200: MemberView } },
    },
    async (request) => {
      const { role, left } = request.body;
      const act = {
        organisationId: request.member.organisationId,
        memberId: request.params.id,
        by: request.member.memberId,
        keyId: request.member.keyId,
      };
      if (left === true) return memberView(await leave(deps.storage, act, deps.now()));
      if (left === false) throw new Fault('input_invalid', 'Who left comes back by a new invitation.');
      if (role === undefined) throw new Fault('input_invalid', 'Nothing to change was given.');
      return memberView(await changeRole(deps.storage, act, role, deps.now()));
    },
  );
}
