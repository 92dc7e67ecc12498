/** Answers to a system that has the faults of systems. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OwnSystem, wayOut } from '../../../test/factories/ownSystem.ts';
import { access, post, replyTo, secret } from './fixtures/fixtures.ts';
import { own } from './index.ts';

const tools = { fetch, now: () => new Date(), log: () => undefined };
const channel = own({ ...tools, askOutside: wayOut(['127.0.0.1']) });

describe('an answer', () => {
  let system: OwnSystem;
  beforeAll(async () => {
    system = await OwnSystem.open();
  });
  afterAll(() => system.close());
  beforeEach(() => {
    system.faults.length = 0;
    system.believes = secret;
  });

  test('names author, thread and item as the system itself does', async () => {
    const reply = replyTo('direct', 'We come today.');
    await channel.send(access(system.address), reply);
    expect(system.taken.get(reply.networkKey)?.body).toMatchObject({
      version: 1,
      account: 'counters',
      thread: 'talk-4',
      answers: '17',
      author: { id: '7', name: 'Amina Uwase' },
      public: false,
    });
  });

  test.each<[string, Parameters<typeof system.faults.push>[0], object]>([
    [
      'a refusal in its words',
      { status: 422, body: { error: 'The terminal is broken.' } },
      { kind: 'refused', reason: expect.stringContaining('The terminal is broken.') },
    ],
    ['a refused signature', { status: 401 }, { kind: 'refused', code: 'account_refused' }],
    ['a failure', { status: 500 }, { kind: 'unknown' }],
    ['a wait without a time', { status: 429 }, { kind: 'later' }],
    ['a cut', 'cut', { kind: 'unknown' }],
  ])('after %s', async (_, fault, outcome) => {
    system.faults.push(fault);
    expect(await channel.send(access(system.address), replyTo('direct', 'We come.'))).toMatchObject(outcome);
  });

  test('to nobody who listens waits; to a private network it is refused', async () => {
    const gone = await OwnSystem.open();
    await gone.close();
    expect(await channel.send(access(gone.address), replyTo('direct', 'Hello.'))).toMatchObject({
      kind: 'later',
    });
    const strict = own({ ...tools, askOutside: wayOut([], async () => ['10.0.0.8']) });
    const inside = access('https://inside.example/answers');
    expect(await strict.send(inside, replyTo('direct', 'Hello.'))).toMatchObject({
      kind: 'refused',
      code: 'account_refused',
    });
    const before = system.asked;
    expect(await strict.send(access(system.address), replyTo('direct', 'Hello.'))).toMatchObject({
      kind: 'refused',
    });
    expect(system.asked).toBe(before);
  });

  test('is permitted where there is an address for it', async () => {
    const connected = await channel.connect?.try({ name: 'Counters', secret });
    const [permission] = channel.mayReply(post, { lacks: connected?.lacks ?? [] }, new Date());
    expect(permission).toMatchObject({ allowed: false, reason: expect.stringMatching(/hears only/) });
    expect(await channel.send(access(null), replyTo('direct', 'Hello.'))).toMatchObject({ kind: 'refused' });
  });

  test('is tried when the account is connected', async () => {
    const tried = (more: Record<string, string> = {}) =>
      channel.connect?.try({ name: 'Counters', secret, address: `${system.address}/`, ...more });
    expect(await tried()).toMatchObject({
      networkId: 'counters',
      settings: { address: system.address },
      lacks: [],
      checks: [expect.stringMatching(/accepts our signature/)],
    });
    await expect(tried({ secret: 'hello' })).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(tried({ name: ' ' })).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(tried({ address: 'https://10.0.0.8/' })).rejects.toMatchObject({ code: 'input_invalid' });
    system.believes = 'whsec_AAAA';
    await expect(tried()).rejects.toMatchObject({ code: 'account_refused' });
    system.faults.push({ status: 200 }, { status: 500 });
    await expect(tried()).rejects.toMatchObject({ code: 'account_refused' });
    await expect(tried()).rejects.toMatchObject({ code: 'network_unreachable' });
  });
});
