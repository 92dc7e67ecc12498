/** Answers the network of a line while a call goes on, and keeps what it says of it. */

import { takenAt } from '../../domain/call.ts';
import { telephoneNumber } from '../../domain/telephone.ts';
import type { AccountAccess, RawItem } from '../channel.ts';
import type { AskedWhileReceiving, Called, PlainAnswer, Receiving, Taken } from '../receiving.ts';
import { afterKey, afterMessage, greeting, lineOf, nothingMore } from './answers.ts';
import { type LineItem, threadOf } from './item.ts';
import { beganAt, callerOf, callIn, type Form, hasEnded, readForm, recordingOf } from './line.ts';

export const receive: Receiving = {
  paths: [{ path: '', what: 'Voice callback' }],
  mostBytes: 64 * 1_024,
  proof: 'secret address',
  take,
};

const xml = (body: string): PlainAnswer => ({ status: 200, type: 'application/xml', body });
const refused = (status: 400 | 404, reason: string): Taken => ({ kind: 'refused', status, reason });

async function take(account: AccountAccess, called: Called, desk: AskedWhileReceiving): Promise<Taken> {
  if (called.path !== '') return refused(404, 'There is no such webhook here.');
  if (called.method !== 'POST') return refused(400, 'Calls are told of by POST.');
  const form = readForm(called.body);
  const session = form.sessionId ?? '';
  if (session === '' || session.length > 150 || !['0', '1'].includes(form.isActive ?? ''))
    return refused(400, 'This tells of no call: "sessionId" or "isActive" is missing.');
  if (form.direction?.toLowerCase() === 'outbound')
    return { kind: 'answered', what: 'a call of ours', answer: xml(nothingMore) };
  const line = form.destinationNumber ?? '';
  // While the account is set up its number is not known yet.
  if (line !== '' && account.networkId !== '' && numberOf(line) !== account.networkId)
    return refused(400, `This is a call to another number than ${account.handle}.`);
  const answer = hasEnded(form) ? nothingMore : await nextOf(account, form, desk);
  return { kind: 'kept', items: itemsOf(account.networkId, form, desk.now), answer: xml(answer) };
}

const numberOf = (said: string): string | null => telephoneNumber(said) ?? telephoneNumber(`+${said.trim()}`);

/** What the network is to do now. */
async function nextOf(account: AccountAccess, form: Form, desk: AskedWhileReceiving): Promise<string> {
  const line = lineOf(account.settings);
  if (recordingOf(form) !== null) return afterMessage(line);
  const caller = { isOpen: (await desk.isOpen?.()) ?? true, isWithheld: callerOf(form) === null };
  const keys = form.dtmfDigits ?? '';
  return keys === '' ? greeting(line, caller) : afterKey(line, keys, caller);
}

/** The parts of the call that this form tells of. Whatever came before or is lost, each form says all that it knows: a call whose end is never told stands from its first form on. */
function itemsOf(line: string, form: Form, now: Date): RawItem[] {
  const began = beganAt(form, now);
  const call = callIn(form);
  const key = threadOf(line, { number: callerOf(form), call: form.sessionId ?? '' });
  const parts: LineItem['part'][] = ['call'];
  if (takenAt(began, call) !== null) parts.push('taken');
  else if (recordingOf(form) !== null) parts.push('message');
  return parts.map((part) => {
    const item: LineItem = { from: 'line', part, began: began.toISOString(), form: { ...form } };
    return { key, payload: item };
  });
}
