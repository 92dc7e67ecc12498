import { z } from 'zod';
import { changePassword } from '../../members/password.ts';
import { countSignIn, forgetSignIn } from '../../members/signInLimits.ts';
import { changeMember } from '../../storage/members.ts';
import { Me, MemberView, PasswordChange, SelfPatch } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { meView } from '../meView.ts';
import { memberView } from '../views.ts';

/** The one who asks. */
export function meRoutes(app: App, deps: ApiDeps): void {
  app.put(
    '/api/me/password',
    {
      config: { right: 'self.manage' },
      schema: { body: PasswordChange, response: { 200: z.object({ ended: z.number().int() }) } },
    },
    async (request) => {
      // Counted like a sign-in: whoever found an open page may not guess here either.
      const who = { email: request.member.email, address: request.ip };
      await countSignIn(deps.storage.system, who, deps.now());
      const ended = await changePassword(deps.storage, request.member, request.body, deps.now());
      await forgetSignIn(deps.storage.system, who);
      return { ended };
    },
  );
  app.get('/api/me', { config: { right: 'signed_in' }, schema: { response: { 200: Me } } }, async (request) =>
    meView(deps, request.member),
  );
  app.patch(
    '/api/me',
    { config: { right: 'self.manage' }, schema: { body: SelfPatch, response: { 200: MemberView } } },
    async (request) => {
      const { organisationId, memberId } = request.member;
      const { name, signature, language } = request.body;
      const changed = await deps.storage.inOrganisation(organisationId, (tx) =>
        changeMember(tx, organisationId, memberId, {
          ...(name === undefined ? {} : { name }),
          ...(signature === undefined ? {} : { signature: signature === '' ? null : signature }),
          ...(language === undefined ? {} : { language }),
        }),
      );
      if (changed === null) throw new Error('the member who asks is gone');
      return memberView(changed);
    },
  );
}
