import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changeForm, listForms, type OpenForm, openForm } from '../../desk/forms/openForm.ts';
import { actingOf } from '../actingOf.ts';
import { FormInput, FormPatch, FormView, id } from '../contract.ts';
import type { ApiDeps, App } from '../deps.ts';
import { ownAddress } from '../security.ts';

const read = { right: 'accounts.read' } as const;
const manage = { right: 'accounts.manage' } as const;

/** Public forms. */
export function formRoutes(app: App, deps: ApiDeps): void {
  const acting = actingOf(deps);
  const view = (request: FastifyRequest, form: OpenForm): FormView => {
    const { accountId, organisationId: _, topics, ...rest } = form;
    const address = `${ownAddress(request, deps.settings)}/f/${form.slug}`;
    return { ...rest, id: accountId, topics: [...topics], address };
  };
  app.get(
    '/api/forms',
    { config: read, schema: { response: { 200: z.array(FormView) } } },
    async (request) => {
      const { organisationId } = request.member;
      const forms = await deps.storage.inOrganisation(organisationId, (tx) => listForms(tx, organisationId));
      return forms.map((form) => view(request, form));
    },
  );
  app.post(
    '/api/forms',
    { config: manage, schema: { body: FormInput, response: { 200: FormView } } },
    async (request) => view(request, await openForm(acting(request), request.body)),
  );
  app.patch(
    '/api/forms/:id',
    { config: manage, schema: { params: z.object({ id }), body: FormPatch, response: { 200: FormView } } },
    async (request) => view(request, await changeForm(acting(request), request.params.id, request.body)),
  );
}
