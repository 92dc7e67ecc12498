/** A number for SMS is set up in a real browser, carried by Africa's Talking, by Twilio and by an operator; each is our double. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signatureOf } from '../../src/channels/sms/twilio/signature.ts';
import {
  type AfricasTalkingDouble,
  apiKey,
  startAfricasTalking,
  username,
} from '../factories/africasTalkingDouble.ts';
import {
  callWithForm,
  narrowPhone,
  openSetUpWorld,
  reached,
  SetUpWalk,
  type SetUpWorld,
} from '../factories/setUpWalk.ts';
import {
  accountSid,
  authToken,
  startTwilio,
  type TwilioDouble,
  number as twilioNumber,
} from '../factories/twilioDouble.ts';
import { password, type Smsc, startSmsc, systemId } from '../servers/smsc.ts';

const theirs = '+250788000200';
let world: SetUpWorld;
let carrier: AfricasTalkingDouble;
let twilio: TwilioDouble;
let operator: Smsc;

beforeAll(async () => {
  [world, carrier, twilio, operator] = await Promise.all([
    openSetUpWorld({}),
    startAfricasTalking(),
    startTwilio(),
    startSmsc(),
  ]);
});
afterAll(async () => {
  await world?.close();
  await Promise.all([carrier?.close(), twilio?.close(), operator?.close()]);
});

it("leads through Africa's Talking: a wrong key, no money, a test message, what people write, the connection", async () => {
  const walk = await SetUpWalk.begin(world, 'SMS and USSD', narrowPhone);
  const address = reached(world, await walk.copied('For incoming messages'));
  expect(address).toMatch(/\/in\/[\w-]{48}\/messages$/);
  expect(await walk.copied('For the menu')).toMatch(/\/ussd$/);
  await walk.looksRight('sms-begun');
  await walk.type({
    Number: '+250788000101',
    'Country prefix': '250',
    Username: username,
    'API key': 'a wrong key',
    'Price of one SMS': '8 RWF',
    'Address of the provider': carrier.address,
  });
  await walk.test("Africa's Talking does not accept");
  carrier.balance = 'KES 0.0000';
  await walk.type({ 'API key': apiKey });
  await walk.test('has no money left', 'Send TEST by SMS to +250788000101');
  carrier.balance = 'KES 120.5000';
  await walk.test('Its balance is KES 120.5');
  await walk.sendTest('Telephone number', theirs);
  expect(carrier.sent).toMatchObject([{ to: theirs, from: '+250788000101' }]);
  const sms = (id: string, text: string) =>
    callWithForm(address, { id, from: theirs, to: '+250788000101', text, date: new Date().toISOString() });
  expect((await sms('one', 'TEST')).status).toBe(200);
  await walk.sees('TEST');
  await walk.looksRight('sms');
  await walk.picture('sms');
  await walk.connect('+250788000101');
  expect((await sms('two', 'The water tastes of iron')).status).toBe(200);
  await walk.becomesCase('The water tastes of iron');
  await walk.standsInList('+250788000101');
  await walk.end();
});

it('leads through Twilio, and says where messages go elsewhere', async () => {
  const walk = await SetUpWalk.begin(world, 'SMS and USSD');
  await walk.type({ 'Who carries the messages': 'Twilio' });
  await walk.sees('Sign in at Twilio');
  const shown = await walk.copied('For incoming messages');
  await walk.type({
    Number: twilioNumber,
    'Account SID': accountSid,
    'Auth token': 'wrong',
    'Address of the provider': twilio.address,
  });
  await walk.test('does not accept this account SID and auth token');
  await walk.type({ 'Auth token': authToken });
  await walk.test('Incoming messages go elsewhere');
  twilio.smsUrl = shown;
  await walk.test('Incoming messages are handed to this desk.');
  await walk.sendTest('Telephone number', theirs);
  const sms = (sid: string, Body: string) => {
    const fields = {
      MessageSid: sid,
      SmsSid: sid,
      AccountSid: accountSid,
      From: theirs,
      To: twilioNumber,
      Body,
      NumMedia: '0',
      NumSegments: '1',
    };
    return callWithForm(reached(world, shown), fields, {
      'x-twilio-signature': signatureOf(authToken, shown, fields),
    });
  };
  expect((await sms(`SM${'1'.repeat(32)}`, 'TEST')).status).toBe(200);
  await walk.sees('TEST');
  await walk.looksRight('twilio');
  await walk.connect(twilioNumber);
  expect((await sms(`SM${'2'.repeat(32)}`, 'The pipe at the school is broken')).status).toBe(200);
  await walk.becomesCase('The pipe at the school is broken');
  await walk.end();
});

it('leads through an operator by SMPP, who refuses a wrong password and is heard at once when connected', async () => {
  const walk = await SetUpWalk.begin(world, 'SMS and USSD');
  await walk.type({ 'Who carries the messages': 'An operator, by SMPP' });
  await walk.sees('Ask the operator for an SMPP account');
  await walk.type({
    Number: '+250788000103',
    Server: '127.0.0.1',
    Port: String(operator.port),
    'Name (system_id)': systemId,
    Password: 'wrong',
  });
  await walk.test('does not accept this name and password');
  await walk.type({ Password: password });
  await walk.test('lets us send.', 'lets us listen.');
  await walk.sendTest('Telephone number', theirs);
  expect(operator.submitted).toMatchObject([{ to: '250788000200' }]);
  await walk.looksRight('smpp');
  await walk.connect('+250788000103');
  await expect.poll(() => operator.listeners()).toBe(1);
  await operator.deliver({ from: '250788000200', to: '250788000103', text: 'No bus came today' });
  await walk.becomesCase('No bus came today');
  await walk.end();
});
