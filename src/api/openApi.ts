/** The description of the API that the running server gives: made of the very schemas that it validates with. */
import swagger from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { ErrorBody } from './contract.ts';
import type { App, RouteRight } from './deps.ts';

/** Every answer that is no success. */
const refusal = ErrorBody.describe('A code for programs (docs/errors.md) and a sentence for people.');

const meanings: Partial<Record<RouteRight, string>> = {
  public: 'Nobody needs to be signed in.',
  signed_in: 'For any member.',
};

/** A name for one address, such as "postCasesByIdReplies"; clients that are generated call their functions so. */
export function operationName(method: string, url: string): string {
  const words = url
    .replace(/^\/api\//, '')
    .split(/[^A-Za-z0-9:]+/)
    .filter((word) => word !== '')
    .map((word) => (word.startsWith(':') ? `By${upper(word.slice(1))}` : upper(word)));
  return `${method.toLowerCase()}${words.join('')}`;
}

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** Who may ask: a member by the cookie of a session, a program by its key where a key can hold the right. */
function securityOf(right: RouteRight | undefined): Record<string, string[]>[] {
  if (right === 'public') return [];
  if (right === 'self.manage') return [{ session: [] }];
  return [{ key: [] }, { session: [] }];
}

/** Describes every route that is registered after it. */
export function describeApi(app: App, version: string): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Answerable',
        version,
        description:
          'Times are ISO 8601 instants, ids are UUIDs. What cannot be done is answered with a code and a sentence.',
      },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'A key, "ans_...": Settings > API keys.' },
          session: { type: 'apiKey', in: 'cookie', name: 'answerable.session_token' },
        },
      },
    },
    transform: ({ schema, url, route, ...rest }) => {
      const { right } = route.config ?? {};
      const method = [route.method].flat()[0] ?? 'GET';
      return jsonSchemaTransform({
        ...rest,
        url,
        route,
        schema: {
          description: `Right: ${right ?? 'none'}. ${(right && meanings[right]) ?? ''}`.trim(),
          operationId: operationName(method, url),
          security: securityOf(right),
          ...schema,
          response: { ...(schema?.response as object), '4XX': refusal, '5XX': refusal },
        },
      });
    },
  });
}
