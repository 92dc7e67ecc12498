import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { deliveryBody, deliveryId, mostTries, pauseAfter, signatureOf } from './webhook.ts';

it('waits longer after each failure, never longer than an hour, and gives up within a day', () => {
  let whole = 0;
  for (let tries = 1; tries <= mostTries; tries++) {
    expect(pauseAfter(tries)).toBeGreaterThanOrEqual(pauseAfter(tries - 1));
    expect(pauseAfter(tries)).toBeLessThanOrEqual(3_600_000);
    whole += pauseAfter(tries);
  }
  expect(pauseAfter(1)).toBe(5_000);
  expect(pauseAfter(Number.MAX_SAFE_INTEGER)).toBe(3_600_000);
  expect(whole).toBeLessThan(86_400_000);
});

it('a delivery’s id is a UUID, the same for one fact at one hook and another for any other', () => {
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(fc.uuid(), fc.nat(), (hook, sequence) => {
      const id = deliveryId(hook, sequence);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(deliveryId(hook, sequence)).toBe(id);
      expect(seen.get(id) ?? `${hook}/${sequence}`).toBe(`${hook}/${sequence}`);
      seen.set(id, `${hook}/${sequence}`);
    }),
  );
});

it('tells ids and facts, and no sentence', () => {
  const fact = {
    sequence: 7,
    at: new Date('2026-11-24T06:39:00Z'),
    action: 'severity_set',
    actorId: null,
    caseId: '0198c0de-0000-7000-8000-000000000001',
    subjectId: null,
    particulars: {
      severity: 4,
      vulnerable: true,
      because: 'author_deleted',
      said: 'No water for a week',
      nested: {},
    },
  };
  const body = JSON.parse(deliveryBody('d', fact)) as { particulars: object };
  expect(body.particulars).toEqual({ severity: 4, vulnerable: true, because: 'author_deleted' });
});

it('tells of what stands between a few members that it happened, and neither who nor what', () => {
  const id = '0198c0de-0000-7000-8000-000000000001';
  const fact = { sequence: 1, at: new Date(0), action: 'follow_up_asked', actorId: id, subjectId: id };
  const told = (caseId: string | null) =>
    JSON.parse(deliveryBody('d', { ...fact, caseId, particulars: { member: id } })) as object;
  const hidden = { actorId: null, subjectId: null, particulars: {} };
  expect(told(null)).toMatchObject({ action: 'follow_up_asked', ...hidden });
  expect(told(id)).toMatchObject({ actorId: id, subjectId: id, particulars: { member: id } });
});

it('signs as the vector in docs/api.md says', () => {
  const text = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const told = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1] ?? '';
  const delivery = { id: told('webhook-id'), at: Number(told('webhook-timestamp')), body: told('body') };
  expect(delivery.body.length).toBeGreaterThan(50);
  expect(signatureOf(told('secret'), delivery)).toBe(told('webhook-signature'));
});
