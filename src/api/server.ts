import { randomUUID } from 'node:crypto';
import fastify, { LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { consoleFiles } from './consoleFiles.ts';
import type { ApiDeps, App, Routes } from './deps.ts';
import { answerFault, nothingHere } from './errors.ts';
import { maskAnswers } from './maskAnswers.ts';
import { describeApi } from './openApi.ts';
import { accountRoutes } from './routes/accounts.ts';
import { alertRoutes } from './routes/alerts.ts';
import { auditRoutes } from './routes/audit.ts';
import { byHandRoutes } from './routes/byHand.ts';
import { factorRoutes } from './routes/factors.ts';
import { firstRunRoutes } from './routes/firstRun.ts';
import { formRoutes } from './routes/forms.ts';
import { keyRoutes } from './routes/keys.ts';
import { meRoutes } from './routes/me.ts';
import { mediaRoutes } from './routes/media.ts';
import { memberRoutes } from './routes/members.ts';
import { officeHoursRoutes } from './routes/officeHours.ts';
import { organisationRoutes } from './routes/organisation.ts';
import { phoneRoutes } from './routes/phone.ts';
import { receivingRoutes } from './routes/receiving.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { setUpRoutes } from './routes/setUps.ts';
import { signInRoutes } from './routes/signIn.ts';
import { singleSignOnRoutes } from './routes/singleSignOn.ts';
import { unitRoutes } from './routes/units.ts';
import { webhookRoutes } from './routes/webhooks.ts';
import { secure, securityHeaders } from './security.ts';
import { guardRoutes } from './session.ts';
import { takeStorable } from './storableInput.ts';

const ownRoutes: readonly Routes[] = [
  firstRunRoutes,
  meRoutes,
  alertRoutes,
  memberRoutes,
  sessionRoutes,
  accountRoutes,
  receivingRoutes,
  setUpRoutes,
  auditRoutes,
  organisationRoutes,
  officeHoursRoutes,
  mediaRoutes,
  unitRoutes,
  formRoutes,
  byHandRoutes,
  phoneRoutes,
  keyRoutes,
  signInRoutes,
  factorRoutes,
  webhookRoutes,
  singleSignOnRoutes,
];

/**
 * Builds the server; it listens when main says so. `more` are the routes of the desk and of intake, with whatever further parts they need.
 * Fails at `ready()` when a route does not name its right.
 */
export function buildServer<Deps extends ApiDeps>(deps: Deps, more: readonly Routes<Deps>[] = []): App {
  const app = bareServer(deps);
  secure(app, deps.settings);
  guardRoutes(app, deps);
  maskAnswers(app, deps.storage);
  takeStorable(app);
  app.setErrorHandler(answerFault);
  app.setNotFoundHandler(nothingHere);
  describeApi(app, deps.settings.version);
  // Each in a scope of its own, after swagger, which has to see them.
  for (const routes of [...ownRoutes, ...more]) {
    app.register(async (scope) => routes(scope.withTypeProvider<ZodTypeProvider>(), deps));
  }
  app.register(async (scope) => {
    scope.get('/api/openapi.json', { config: { right: 'public' }, schema: { hide: true } }, async () =>
      app.swagger(),
    );
    consoleFiles(scope.withTypeProvider<ZodTypeProvider>(), deps.settings.consoleFolder);
  });
  return app;
}

function bareServer(deps: ApiDeps): App {
  const app = fastify({
    loggerInstance: deps.log,
    // One line of our own below: Fastify's holds the address with its query.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: deps.settings.trustedProxies.length > 0 ? deps.settings.trustedProxies : false,
    bodyLimit: 1_048_576,
    // What fails before any hook runs: an address that cannot be read.
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders(deps.settings));
      answerFault(error, request, reply);
    },
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onResponse', (request, reply, done) => {
    request.log.debug(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        milliseconds: reply.elapsedTime,
      },
      'answered',
    );
    done();
  });
  return app;
}
