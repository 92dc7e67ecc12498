import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DeliveryNews, deliveryStatuses, standingNews } from './delivery.ts';

const news = fc.record({
  network: fc.constant('email' as const),
  networkId: fc.constant('<a@water.example>'),
  status: fc.constantFrom(...deliveryStatuses),
  at: fc.integer({ min: 0, max: 3 }).map((minute) => new Date(minute * 60_000)),
  reason: fc.constant(null),
});

const fold = (all: readonly DeliveryNews[]) => all.reduce(standingNews);

test('whatever the order in which news arrives, the same news stands', () => {
  fc.assert(
    fc.property(fc.array(news, { minLength: 1, maxLength: 6 }), fc.nat(), (all, turn) => {
      const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
      expect(fold(turned)).toEqual(fold(all));
      expect(fold([...all].reverse())).toEqual(fold(all));
    }),
  );
});

test('what came back stays back, and a late success ends a delay', () => {
  const at = (minute: number) => new Date(minute * 60_000);
  const one = (status: DeliveryNews['status'], minute: number): DeliveryNews => ({
    network: 'email',
    networkId: '<a@water.example>',
    status,
    at: at(minute),
    reason: null,
  });
  expect(standingNews(one('failed', 1), one('delivered', 2)).status).toBe('failed');
  expect(standingNews(one('delayed', 1), one('delivered', 2)).status).toBe('delivered');
  expect(standingNews(one('delivered', 2), one('delayed', 1)).status).toBe('delivered');
  expect(standingNews(one('delayed', 1), one('delivered', 1)).status).toBe('delivered');
});
