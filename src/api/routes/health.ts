import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Health } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { condition } from '../health.ts';

/** /health for load balancers and people, /metrics for Prometheus; neither names an organisation. */
export function healthRoutes(app: App, deps: DeskDeps): void {
  app.get(
    '/health',
    { config: { right: 'public' }, schema: { response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const { waiting: _, ...health } = await condition(deps.storage, deps.now());
      return reply
        .status(health.status === 'down' ? 503 : 200)
        .header('cache-control', 'no-store')
        .send(health);
    },
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const up = gauge('answerable_database_up', '1 while the database answers');
  const waiting = gauge('answerable_inbox_waiting', 'Raw items that wait to be taken to the desk');
  const running = gauge('answerable_role_running', '1 while a process of this role gives signs of life', [
    'role',
  ]);
  const silent = gauge(
    'answerable_accounts_silent',
    'Connected accounts silent for longer than usual at this hour',
  );
  app.get('/metrics', { config: { right: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    const now = await condition(deps.storage, deps.now());
    up.set(now.database ? 1 : 0);
    waiting.set(now.waiting);
    silent.set(now.silentAccounts);
    for (const one of now.roles) running.set({ role: one.role }, one.running ? 1 : 0);
    return reply.header('content-type', registry.contentType).send(await registry.metrics());
  });
}
