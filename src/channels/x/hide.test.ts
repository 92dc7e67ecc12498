/** Hiding answers under our own posts on X. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestMeter } from '../../../test/factories/meter.ts';
import { accessTo, toolsFor } from '../../../test/factories/x/access.ts';
import { XDouble } from '../../../test/factories/x/xDouble.ts';
import type { AccountAccess, Outcome } from '../channel.ts';
import { x } from './index.ts';

let double: XDouble;
beforeAll(async () => {
  double = await new XDouble().open();
});
afterAll(() => double.close());

const hide = (networkId: string, hidden: boolean, account: AccountAccess = accessTo(double)) =>
  x(toolsFor(double)).hide?.(account, { networkId, thread: networkId }, hidden) as Promise<Outcome>;
const imposter = () => double.world.person('water_care_help', { id: '901', name: 'Water Care' });

test('an answer in our conversation is hidden and shown again, twice as well as once', async () => {
  const ours = double.world.write(double.us, 'Repairs tonight.');
  const theirs = double.world.write(imposter(), 'Kindly send us your PIN.', { answers: ours.id });
  for (const hidden of [true, true, false, false]) {
    expect(await hide(theirs.id, hidden)).toMatchObject({ kind: 'sent', networkId: theirs.id });
    expect(double.world.hidden.has(theirs.id)).toBe(hidden);
  }
  expect(double.asked.at(-1)).toMatchObject({ method: 'PUT', json: { hidden: false } });
  expect(double.wrong).toEqual([]);
});

test('elsewhere X lets nobody, and it is said what to do instead', async () => {
  const asked = double.world.write(double.world.person('kofi', { id: '902', name: 'Kofi' }), 'No water');
  const theirs = double.world.write(imposter(), 'Kindly send us your PIN.', { answers: asked.id });
  expect(await hide(theirs.id, true)).toMatchObject({
    kind: 'refused',
    code: 'cannot_hide',
    reason: expect.stringMatching(/Report the account/),
  });
  expect(await hide('chat 1', true)).toMatchObject({ kind: 'refused', code: 'cannot_hide' });
});

test('a cut, a limit and a spent month hide nothing that anybody would believe hidden', async () => {
  const ours = double.world.write(double.us, 'Repairs tomorrow.');
  const theirs = double.world.write(imposter(), 'Kindly send us your code.', { answers: ours.id });
  double.cutNext(/hidden$/);
  expect(await hide(theirs.id, true)).toMatchObject({
    kind: 'unknown',
    reason: expect.stringMatching(/Nobody knows yet/),
  });
  double.limitNext(/hidden$/, new Date(Date.now() + 60_000));
  expect(await hide(theirs.id, true)).toMatchObject({ kind: 'later' });
  const poor = accessTo(double, { meter: new TestMeter(0) });
  expect(await hide(theirs.id, true, poor)).toMatchObject({ kind: 'refused', code: 'money_short' });
});
