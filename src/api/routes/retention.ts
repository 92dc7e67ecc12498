import { keepRetention, previewRetention, showRetention } from '../../desk/retention/keepRetention.ts';
import { actingOf } from '../actingOf.ts';
import { RetentionCounts, RetentionTerms, RetentionView } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { instantOf } from '../views.ts';

/** For how long words are kept. */
export function retentionRoutes(app: App, deps: DeskDeps): void {
  const config = { right: 'organisation.manage' } as const;
  const acting = actingOf(deps);
  const show = async (of: Parameters<typeof showRetention>[0]): Promise<RetentionView> => {
    const { terms, last, nextAt } = await showRetention(of);
    const shown = last && {
      beganAt: last.beganAt.toISOString(),
      endedAt: instantOf(last.endedAt),
      counts: last.counts,
    };
    return { terms, last: shown, nextAt: instantOf(nextAt) };
  };
  app.get('/api/retention', { config, schema: { response: { 200: RetentionView } } }, (request) =>
    show(acting(request)),
  );
  app.put(
    '/api/retention',
    { config, schema: { body: RetentionTerms, response: { 200: RetentionView } } },
    async (request) => {
      const who = acting(request);
      await keepRetention(who, request.body);
      return show(who);
    },
  );
  app.post(
    '/api/retention/preview',
    { config, schema: { body: RetentionTerms, response: { 200: RetentionCounts } } },
    (request) => previewRetention(acting(request), request.body),
  );
}
