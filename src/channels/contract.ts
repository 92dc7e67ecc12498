/**
 * The contract that every channel is held to. A channel's test calls `channelContract` with its fixtures and, where it can send, with a
 * network to send to: a real server or a double. Used by tests only.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Heard, HeardPost } from '../domain/post.ts';
import type { ReplyMode } from '../domain/reply.ts';
import type { AccountAccess, Channel, Outcome, ReplyToSend } from './channel.ts';
import { sendsAtOnce } from './contractAtHome.ts';
import { type ReceivingSubject, receivesHonestly } from './contractReceiving.ts';
import { rowOf } from './contractRow.ts';

/** A payload as the network gives it and what it must become. */
export interface Fixture {
  name: string;
  payload: unknown;
  heard: Heard;
}

/** A network to send to, with the faults that networks have. Each test asks for a fresh reply, so one network serves all of them. */
export interface SendingNetwork {
  account: AccountAccess;
  /** A reply in this mode to a post that exists on the network, with an id and a key of its own and this text. */
  reply(mode: ReplyMode, text: string): Promise<ReplyToSend>;
  /** How many posts the network has with exactly this text. */
  published(text: string): Promise<number>;
  /** The network answers the next request to publish with 429 and names this time (to the second). */
  limitNext(until: Date): Promise<void>;
  /** The network publishes at the next request but the connection is cut before its answer. */
  cutNext(): Promise<void>;
  close(): Promise<void>;
}

export interface ContractSubject {
  channel: Channel;
  account: { networkId: string; ourIds: readonly string[]; watched: readonly string[] };
  fixtures: readonly Fixture[];
  /** Null for a channel that sends nothing; `at home` for one that leads to no network: what is sent is stored here and nowhere else. */
  openNetwork: (() => Promise<SendingNetwork>) | 'at home' | null;
  /** For a channel whose network calls us. */
  receiving?: ReceivingSubject;
  /** What else was left out, each with its reason; the table of the suite says it. */
  leftOut?: readonly string[];
}

/** Declares the suite for one channel. */
export function channelContract(name: string, subject: () => ContractSubject): void {
  describe(`${name} keeps the contract of channels`, () => {
    const { channel, account, fixtures, openNetwork, receiving } = subject();
    test('its evidence and abilities are said', ({ task }) => {
      task.meta.channel = rowOf(subject());
      expect(channel.evidence.length).toBeGreaterThan(0);
    });
    readsAsExpected(channel, account, fixtures);
    if (receiving !== undefined) receivesHonestly(channel, account, receiving);
    else test('it names no webhooks that nothing tests', () => expect(channel.receive).toBeUndefined());
    permitsHonestly(channel, fixtures);
    if (openNetwork === null) sendsNothing(channel);
    else if (openNetwork === 'at home') sendsAtOnce(channel);
    else sendsHonestly(channel, openNetwork);
  });
}

function readsAsExpected(
  channel: Channel,
  account: ContractSubject['account'],
  fixtures: readonly Fixture[],
): void {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
    '%s is heard as expected',
    (_, fixture) => {
      expect(channel.normalise(fixture.payload, account)).toEqual(fixture.heard);
    },
  );

  test('the same payload is heard the same way again, and is left as it was', () => {
    for (const { payload } of fixtures) {
      const before = structuredClone(payload);
      expect(channel.normalise(payload, account)).toEqual(channel.normalise(payload, account));
      expect(payload).toEqual(before);
    }
  });

  test('whatever arrives is heard, ignored or unreadable with a reason, never thrown', () => {
    fc.assert(fc.property(fc.jsonValue(), (payload) => answersPlainly(channel.normalise(payload, account))));
  });

  test('a payload with one field gone wrong is never thrown either', () => {
    for (const { payload } of fixtures) {
      fc.assert(
        fc.property(fc.nat(), fc.jsonValue(), (place, value) =>
          answersPlainly(channel.normalise(spoilt(payload, place, value), account)),
        ),
        { numRuns: 60 },
      );
    }
  });

  test('every post names this network, itself and its thread', () => {
    for (const post of posts(fixtures)) {
      expect(post.network).toBe(channel.network);
      expect([post.networkId, post.thread, post.by.networkId].every((id) => id.length > 0)).toBe(true);
    }
  });
}

function permitsHonestly(channel: Channel, fixtures: readonly Fixture[]): void {
  const now = new Date('2030-01-01T12:00:00Z');

  test('a reply to a direct message stays direct', () => {
    for (const post of posts(fixtures).filter(({ visibility }) => visibility === 'direct')) {
      const allowed = channel.mayReply(post, { lacks: [] }, now).filter((permission) => permission.allowed);
      expect(allowed.every(({ mode }) => mode === 'direct')).toBe(true);
    }
  });

  test('what is not permitted says why, and what is permitted can be done', () => {
    for (const post of posts(fixtures)) {
      for (const { allowed, reason, mode, length } of channel.mayReply(post, { lacks: [] }, now)) {
        if (!allowed) expect(reason ?? '').not.toBe('');
        else expect(channel.abilities.replies).toContain(mode);
        if (allowed) expect(length.graphemes).toBeGreaterThan(0);
      }
    }
  });

  test('a reply has one key for ever', () => {
    const reply = { replyId: '0190b6a4-0000-7000-8000-000000000001', at: now };
    expect(channel.networkKey(reply)).toBe(channel.networkKey({ ...reply }));
    const other = { ...reply, replyId: '0190b6a4-0000-7000-8000-000000000002' };
    expect(channel.networkKey(other)).not.toBe(channel.networkKey(reply));
  });
}

function sendsNothing(channel: Channel): void {
  test('it promises nothing that it cannot send', () => {
    expect(channel.abilities.replies).toEqual([]);
    expect(channel.abilities.announces).toBe(false);
  });
}

function sendsHonestly(channel: Channel, openNetwork: () => Promise<SendingNetwork>): void {
  describe.each([...channel.abilities.replies])('sending a %s reply', (mode) => {
    let network: SendingNetwork;
    beforeAll(async () => {
      network = await openNetwork();
    });
    afterAll(() => network.close());

    test('a reply goes out once and can be found', () => goesOutOnce(channel, network, mode));
    test('a reply that is sent twice is published once or waits for a person', () =>
      staysOne(channel, network, mode));
    test('a reply that is too long is refused, not cut', () => isNotCut(channel, network, mode));
    test('a network that asks to wait is obeyed to the time it named', () => waits(channel, network, mode));
    test('a crash between sending and recording is found by looking', () => isFound(channel, network, mode));
    test('what was never sent is not found', () => isNotImagined(channel, network, mode));
  });
}

async function goesOutOnce(channel: Channel, network: SendingNetwork, mode: ReplyMode): Promise<void> {
  const reply = await network.reply(mode, words(mode, 'goes out'));
  const outcome = await channel.send(network.account, reply);
  expect(outcome).toMatchObject({ kind: 'sent', networkId: expect.stringMatching(/./) });
  expect(await network.published(reply.text)).toBe(1);
}

async function staysOne(channel: Channel, network: SendingNetwork, mode: ReplyMode): Promise<void> {
  const reply = await network.reply(mode, words(mode, 'twice'));
  const first = await channel.send(network.account, reply);
  expect(first.kind).toBe('sent');
  if (!channel.abilities.keyed[mode]) return; // the desk never sends again what it cannot recognise
  const second = await channel.send(network.account, reply);
  expect(second).toMatchObject({ kind: 'sent', networkId: sentId(first) });
  expect(await network.published(reply.text)).toBe(1);
}

async function isNotCut(channel: Channel, network: SendingNetwork, mode: ReplyMode): Promise<void> {
  const sample = await network.reply(mode, '');
  const post = { visibility: sample.to?.visibility ?? 'public', handle: sample.to?.handle ?? {} } as const;
  const permission = channel
    .mayReply({ ...post, direction: 'inbound' }, { lacks: [] }, new Date())
    .find((entry) => entry.mode === mode);
  const text = 'é'.repeat((permission?.length.graphemes ?? 0) + 1);
  const outcome = await channel.send(network.account, { ...sample, text });
  expect(outcome.kind).toBe('refused');
  expect(await network.published(text)).toBe(0);
}

async function waits(channel: Channel, network: SendingNetwork, mode: ReplyMode): Promise<void> {
  const reply = await network.reply(mode, words(mode, 'waits'));
  const until = new Date(Math.ceil(Date.now() / 1000) * 1000 + 120_000);
  await network.limitNext(until);
  const outcome = await channel.send(network.account, reply);
  expect(outcome.kind).toBe('later');
  if (outcome.kind === 'later') {
    expect(Math.abs(outcome.at.getTime() - until.getTime())).toBeLessThanOrEqual(2_000);
  }
  expect(await network.published(reply.text)).toBe(0);
}

async function isFound(channel: Channel, network: SendingNetwork, mode: ReplyMode): Promise<void> {
  const reply = await network.reply(mode, words(mode, 'crashes'));
  await network.cutNext();
  const outcome = await channel.send(network.account, reply);
  expect(['unknown', 'sent']).toContain(outcome.kind);
  expect(await network.published(reply.text)).toBe(1);
  const found = await channel.check(network.account, reply);
  if (channel.abilities.keyed[mode]) expect(found.kind).toBe('there');
  else expect(['there', 'uncertain']).toContain(found.kind);
}

async function isNotImagined(channel: Channel, network: SendingNetwork, mode: ReplyMode): Promise<void> {
  const reply = await network.reply(mode, words(mode, 'never sent'));
  const found = await channel.check(network.account, reply);
  expect(found.kind).toEqual(
    channel.abilities.keyed[mode] ? 'absent' : expect.stringMatching(/absent|uncertain/),
  );
}

let counted = 0;
function words(mode: ReplyMode, what: string): string {
  counted += 1;
  return `Contract ${counted}: a ${mode} reply ${what}.`;
}

function sentId(outcome: Outcome): string | null {
  return outcome.kind === 'sent' ? outcome.networkId : null;
}

function posts(fixtures: readonly Fixture[]): HeardPost[] {
  return fixtures.flatMap(({ heard }) => (heard.kind === 'post' ? [heard.post] : []));
}

function answersPlainly(heard: Heard): void {
  if (heard.kind === 'unreadable' || heard.kind === 'ignored') expect(heard.reason).not.toBe('');
  else expect(['post', 'deleted', 'delivery']).toContain(heard.kind);
}

/** The payload with the value at one of its places, counted in depth, replaced. */
function spoilt(payload: unknown, place: number, value: unknown): unknown {
  const copy = structuredClone(payload);
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(copy);
  const chosen = places[place % Math.max(1, places.length)];
  if (chosen === undefined) return value;
  chosen[0][chosen[1]] = value;
  return copy;
}
