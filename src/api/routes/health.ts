import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Health } from '../contract.ts';
import type { App } from '../deps.ts';
import type { DeskDeps } from '../deskDeps.ts';
import { type Condition, condition } from '../health.ts';

/** Anybody may ask; looking costs queries, so those who ask within this time are told the same, in milliseconds. */
const sharedFor = 1_000;

/** /health for load balancers and people, /metrics for Prometheus; neither names an organisation. */
export function healthRoutes(app: App, deps: DeskDeps): void {
  const look = sharedLook(deps);
  app.get(
    '/health',
    { config: { right: 'public' }, schema: { response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const { waiting: _, ...health } = await look();
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
  app.get('/metrics', { config: { right: 'public' } }, async (_request, reply) => {
    const now = await look();
    up.set(now.database ? 1 : 0);
    waiting.set(now.waiting);
    silent.set(now.silentAccounts);
    for (const one of now.roles) running.set({ role: one.role }, one.running ? 1 : 0);
    return reply.header('content-type', registry.contentType).send(await registry.metrics());
  });
}

function sharedLook(deps: DeskDeps): () => Promise<Condition> {
  let last: { at: number; seen: Promise<Condition> } | null = null;
  return () => {
    const at = performance.now();
    if (last === null || at - last.at > sharedFor) last = { at, seen: condition(deps.storage, deps.now()) };
    return last.seen;
  };
}
