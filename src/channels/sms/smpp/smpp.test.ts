/** The bind to an operator, against one that we play: test/servers/smsc.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { password, type Smsc, startSmsc, systemId } from '../../../../test/servers/smsc.ts';
import type { AccountAccess, Heading } from '../../channel.ts';
import type { AccountNotice } from '../../telling.ts';
import { access, ours, replyTo, theirs } from '../fixtures/calls.ts';
import { sms } from '../index.ts';

const channel = sms({ fetch, now: () => new Date(), log: () => undefined });
let smsc: Smsc;
beforeAll(async () => {
  smsc = await startSmsc();
});
afterAll(() => smsc.close());

const told: AccountNotice[] = [];
beforeEach(() => {
  told.length = 0;
  smsc.refuseBinds(0);
});
const typed = (more: Record<string, string> = {}) => ({
  provider: 'smpp',
  number: '0788000100',
  prefix: '250',
  host: '127.0.0.1',
  port: String(smsc.port),
  systemId,
  password,
  ...more,
});
const account = (more: Record<string, string> = {}): AccountAccess =>
  access(
    { provider: 'smpp', host: '127.0.0.1', port: String(smsc.port), systemId, ...more },
    { password },
    { accountId: crypto.randomUUID(), tell: (notice) => void told.push(notice) },
  );
const heardOf = ({ payload }: { payload: unknown }) =>
  channel.normalise(JSON.parse(JSON.stringify(payload)), { networkId: ours, ourIds: [ours], watched: [] });

describe('connecting', () => {
  test('binds both ways', async () => {
    expect(await channel.connect?.try(typed())).toMatchObject({
      networkId: ours,
      secret: { password },
      checks: ['The operator lets us send.', 'The operator lets us listen.'],
      lacks: [],
    });
  });
  test.each<[string, Record<string, string>, string]>([
    ['a wrong password', { password: 'wrong' }, 'account_refused'],
    ['a wrong name', { systemId: 'nobody' }, 'account_refused'],
    ['nobody there', { port: '9' }, 'network_unreachable'],
    ['a port that is none', { port: 'x' }, 'input_invalid'],
    ['no password', { password: '' }, 'input_invalid'],
  ])('%s is said', async (_, more, code) => {
    await expect(channel.connect?.try(typed(more))).rejects.toMatchObject({ code });
  });
  test('one connection too many is said', async () => {
    smsc.refuseBinds(13);
    await expect(channel.connect?.try(typed())).rejects.toMatchObject({
      code: 'network_unreachable',
      sentence: expect.stringContaining('two are needed'),
    });
  });
});

describe('sending', () => {
  test.each([
    ['in 7 bits', 'Tuzaza ejo [saa 3] €5', 0, 1],
    ['in 16 bits', 'Tuzaza ejo 🚱', 8, 1],
    ['in parts', 'Tuzaza gusana umuyoboro. '.repeat(10).trim(), 0, 2],
    ['in parts of 16 bits', 'ŋ'.repeat(140), 8, 3],
  ])('a message leaves %s', async (_, text, dataCoding, parts) => {
    expect(await channel.send(account(), replyTo(text))).toMatchObject({
      kind: 'sent',
      networkId: expect.stringMatching(/^smpp:\+250788000100:[1-9a-f]/),
    });
    expect(smsc.submitted.at(-1)).toMatchObject({
      text,
      dataCoding,
      parts,
      from: '250788000100',
      to: '250788000200',
    });
  });
  test('an operator that allows no more for now is asked later', async () => {
    smsc.refuseNext(0x58);
    const asked = account();
    expect(await channel.send(asked, replyTo('Too fast'))).toMatchObject({ kind: 'later' });
    expect(told).toMatchObject([{ code: 'asked_to_wait' }]);
    // Nothing is asked of it meanwhile.
    expect(await channel.send(asked, replyTo('Too fast again'))).toMatchObject({ kind: 'later' });
    expect(smsc.submitted.filter(({ text }) => text.startsWith('Too fast'))).toEqual([]);
  });
  test('what was cut off before the answer is unknown, and only a person can say', async () => {
    smsc.cutNext();
    const reply = replyTo('Cut off');
    expect(await channel.send(account(), reply)).toMatchObject({ kind: 'unknown' });
    expect(await channel.check(account(), reply)).toMatchObject({ kind: 'uncertain' });
    expect(smsc.submitted.filter(({ text }) => text === 'Cut off')).toHaveLength(1);
  });
  test('what the operator refuses is refused', async () => {
    smsc.refuseNext(11);
    expect(await channel.send(account(), replyTo('To nobody'))).toMatchObject({
      kind: 'refused',
      code: 'author_gone',
    });
  });
  test('where it cannot be reached nothing has left', async () => {
    expect(await channel.send(account({ port: '9' }), replyTo('Later'))).toMatchObject({ kind: 'later' });
  });
  test('a lost permission is refused and told', async () => {
    smsc.refuseBinds(14);
    expect(await channel.send(account(), replyTo('Nobody'))).toMatchObject({
      kind: 'refused',
      code: 'account_refused',
    });
    expect(told).toMatchObject([{ code: 'rights_missing' }]);
  });
});

/** Listens, and saves each heading as `save` says. */
function listening(cursor: string | null, asked = account()) {
  const ended = new AbortController();
  const headings: Heading[] = [];
  const run = (async () => {
    const source = channel.sources[0];
    if (source === undefined) throw new Error('no source');
    for await (const heading of source.stream(asked, cursor, ended.signal)) headings.push(heading);
  })();
  run.catch(() => undefined);
  return {
    headings,
    heard: () => headings.flatMap(({ items }) => items.map(heardOf)),
    run,
    async end() {
      ended.abort();
      await run;
    },
    ready: () => expect.poll(() => smsc.listeners()).toBe(1),
  };
}

const deliver = (text: unknown, more: Record<string, unknown> = {}) =>
  smsc.deliver({ from: '250788000200', to: '250788000100', text, more });
const part = (text: string, at: number) => ({ udh: Buffer.from([5, 0, 3, 77, 2, at]), message: text });

describe('listening', () => {
  // Nobody of the test before hears what is delivered now.
  beforeEach(() => vi.waitFor(() => expect(smsc.listeners()).toBe(0), 30_000));

  test('a message comes, and is answered once it was saved', async () => {
    const ear = listening(null);
    await ear.ready();
    await deliver('Nta mazi dufite');
    // The answer came: what it answers is saved.
    expect(ear.heard()).toMatchObject([
      { kind: 'post', post: { text: 'Nta mazi dufite', by: { networkId: theirs } } },
    ]);
    await ear.end();
  });

  test('two parts are one message, whatever their order, over a restart too', async () => {
    const first = listening(null);
    await first.ready();
    await deliver(part(' mu gitondo', 2));
    expect(first.heard()).toEqual([]);
    await first.end();
    await expect.poll(() => smsc.listeners()).toBe(0);
    const second = listening(first.headings.at(-1)?.cursor ?? null);
    await second.ready();
    await deliver(part('Amazi yabuze', 1));
    expect(second.heard()).toMatchObject([{ kind: 'post', post: { text: 'Amazi yabuze mu gitondo' } }]);
    await second.end();
  });

  test('what is delivered again since our yes was lost is the same message; the same words later are another', async () => {
    const first = listening(null);
    await first.ready();
    smsc.loseNextAnswer();
    await expect(deliver('Umuriro wabuze')).rejects.toThrow();
    await expect(first.run).rejects.toMatchObject({ code: 'network_unreachable' });
    expect(told).toMatchObject([{ code: 'cut_off' }]);
    const second = listening(first.headings.at(-1)?.cursor ?? null);
    await second.ready();
    await deliver('Umuriro wabuze');
    await deliver('Umuriro wabuze');
    const idOf = (heard: ReturnType<typeof heardOf> | undefined) =>
      heard?.kind === 'post' ? heard.post.networkId : null;
    const [again, another] = second.heard().map(idOf);
    expect(again).toBe(idOf(first.heard()[0]));
    expect(another).not.toBe(again);
    await second.end();
  });

  test('a receipt tells what became of a message', async () => {
    const sent = await channel.send(account(), replyTo('Turaje'));
    const ear = listening(null);
    await ear.ready();
    const id = smsc.submitted.at(-1)?.id ?? '';
    await smsc.receipt({ id: id.toUpperCase(), from: '250788000200', to: '250788000100', stat: 'DELIVRD' });
    expect(ear.heard()).toMatchObject([
      { kind: 'delivery', status: 'delivered', networkId: sent.kind === 'sent' ? sent.networkId : '' },
    ]);
    await ear.end();
  });

  test('an operator that writes ids in decimal into receipts is understood where that was said', async () => {
    const ear = listening(null, account({ receiptIds: 'decimal' }));
    await ear.ready();
    await smsc.receipt({ id: '31', from: '250788000200', to: '250788000100', stat: 'UNDELIV' });
    expect(ear.heard()).toMatchObject([{ kind: 'delivery', status: 'failed', networkId: `smpp:${ours}:1f` }]);
    await ear.end();
  });

  test('a lost permission is said so, for the listener to stop', async () => {
    smsc.refuseBinds(14);
    await expect(listening(null).run).rejects.toMatchObject({ code: 'account_refused' });
  });
});
