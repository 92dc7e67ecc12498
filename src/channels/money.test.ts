import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AfricasTalkingDouble,
  apiKey,
  startAfricasTalking,
  username,
} from '../../test/factories/africasTalkingDouble.ts';
import { TestMeter } from '../../test/factories/meter.ts';
import { heldForMoney, MoneyShort, priceOfReply } from './money.ts';
import { access, replyTo } from './sms/fixtures/calls.ts';
import { sms } from './sms/index.ts';

test.each([
  ['2026-12-31T22:00:00Z', '1 January'], // midnight in Kigali
  ['2027-01-01T05:00:00Z', '1 January'], // in New York
  ['2026-11-30T10:00:00Z', '30 November'],
])('what waits until %s goes out on %s', (until, day) => {
  const held = heldForMoney('SMS', new Date(until));
  expect(held).toMatchObject({ kind: 'later', at: new Date(until), code: 'money_short' });
  expect(held.reason).toContain(`goes out by itself on ${day}, or as soon as an admin raises the ceiling`);
});

test('a reply without a price, or of an account without a meter, asks nobody', async () => {
  expect(await priceOfReply({}, 10)).toBeNull();
  expect(await priceOfReply({ meter: new TestMeter(0) }, 0)).toBeNull();
  await expect(priceOfReply({ meter: new TestMeter(0) }, 1)).rejects.toThrow(MoneyShort);
});

describe('SMS', () => {
  let double: AfricasTalkingDouble;
  beforeAll(async () => {
    double = await startAfricasTalking();
  });
  afterAll(() => double.close());

  test('each part is paid for at the price of the account, and the rest waits', async () => {
    const channel = sms({ fetch, now: () => new Date(), log: () => undefined });
    const meter = new TestMeter(3_000_000);
    const settings = { provider: 'africastalking', username, api: double.address, price: 'KES 0.80' };
    const account = { ...access(settings, { apiKey }), meter };
    expect(channel.charges?.(account)).toBe('KES');
    expect(channel.charges?.({ settings: { provider: 'africastalking' } })).toBeNull();
    expect(await channel.send(account, replyTo('a'.repeat(300)))).toMatchObject({ kind: 'sent' });
    expect(meter.aside).toBe(0);
    const once = meter.spent;
    expect(once).toBeGreaterThan(0);
    expect(await channel.send(account, replyTo('b'.repeat(600)))).toMatchObject({
      kind: 'later',
      code: 'money_short',
    });
    expect(meter).toMatchObject({ spent: once, aside: 0, refused: 1 });
    expect(double.sent).toHaveLength(1);
  });
});
