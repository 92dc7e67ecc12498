/** Listens to an operator: everything is saved before it is answered, so that what we could not keep is delivered again. */
import type { Pdu } from 'smpp';
import type { AccountAccess, ChannelTools, Heading, RawItem } from '../../channel.ts';
import { pause } from '../../polling.ts';
import { storable } from '../../reading.ts';
import { normalNumber, prefixIn } from '../number.ts';
import { itemOf, type Payload } from '../payload.ts';
import { incomingOf, overdue, type State, stateOf, taken, type Whole } from './incoming.ts';
import { receiptOf } from './receipt.ts';
import { type Bound, bind, unreachable } from './session.ts';

const enquireMilliseconds = 30_000;
const mostAtOnce = 100;
/** More than that is not read before it is saved. */
const mostQueued = 500;

/** Ends by throwing Fault when the connection is lost. `cut`: accounts that lost theirs, so that it is said when they go on. */
export async function* listen(
  cut: Set<string>,
  tools: ChannelTools,
  account: AccountAccess,
  cursor: string | null,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const bound = await bind(account, 'bind_receiver');
  const inbox = openInbox(bound, signal);
  try {
    if (cut.delete(account.accountId))
      account.tell?.({ code: 'went_on', sentence: 'The operator is listened to again.' });
    yield* heard(tools, account, stateOf(cursor), inbox, signal);
  } catch (error) {
    if (signal.aborted) return;
    cut.add(account.accountId);
    account.tell?.({ code: 'cut_off', sentence: cutOff });
    throw unreachable(account, error);
  } finally {
    await bound.end();
  }
}

async function* heard(
  tools: ChannelTools,
  account: AccountAccess,
  begun: State,
  inbox: Inbox,
  signal: AbortSignal,
): AsyncGenerator<Heading> {
  const before = new Set(begun.recent.map((one) => one.name));
  let state = begun;
  while (!signal.aborted) {
    const pdus = await inbox.next();
    if (signal.aborted) return;
    const context = { now: tools.now().getTime(), newId: crypto.randomUUID.bind(crypto), before };
    const items: RawItem[] = [];
    for (const pdu of pdus) {
      const read = readOne(account, pdu, state, context, tools.now());
      state = read.state;
      items.push(...read.items);
    }
    const late = overdue(state, context);
    state = late.state;
    items.push(...late.wholes.map((whole) => messageItem(account, whole, tools.now())));
    yield { items, cursor: JSON.stringify(state) };
    inbox.answer(pdus);
  }
}

function readOne(
  account: AccountAccess,
  pdu: Pdu,
  state: State,
  context: Parameters<typeof taken>[2],
  now: Date,
): { state: State; items: RawItem[] } {
  const one = incomingOf(pdu);
  const receipt = receiptOf(pdu, one.text, account.settings.receiptIds === 'decimal');
  if (receipt !== null) {
    const fields = { id: storable(receipt.id), stat: storable(receipt.stat), ours: account.networkId };
    return { state, items: [itemOf(receipt.id, payload(account, 'delivery', fields, now))] };
  }
  const next = taken(state, one, context);
  return { state: next.state, items: next.whole === null ? [] : [messageItem(account, next.whole, now)] };
}

function messageItem(account: AccountAccess, { id, from, to, text }: Whole, now: Date): RawItem {
  const fields = {
    id,
    from: storable(from),
    to: storable(to),
    text: storable(text),
    ours: account.networkId,
  };
  return itemOf(
    normalNumber(from, prefixIn(account.settings)) ?? from,
    payload(account, 'message', fields, now),
  );
}

const payload = (
  account: AccountAccess,
  form: Payload['form'],
  fields: Record<string, string>,
  now: Date,
): Payload => ({
  provider: 'smpp',
  form,
  at: now.toISOString(),
  prefix: prefixIn(account.settings),
  fields,
});

const cutOff =
  'The connection to the operator was lost. It is opened again by itself; what is written meanwhile waits there.';

interface Inbox {
  /** What came; empty after half a minute in which nothing did, once the operator has said that it is there. */
  next(): Promise<Pdu[]>;
  /** Says yes to what was saved. */
  answer(pdus: readonly Pdu[]): void;
}

function openInbox({ session, lost, ask }: Bound, signal: AbortSignal): Inbox {
  const queue: Pdu[] = [];
  let wake: () => void = () => undefined;
  const came = (pdu: Pdu): void => {
    queue.push(pdu);
    if (queue.length >= mostQueued) session.pause();
    wake();
  };
  for (const command of ['deliver_sm', 'data_sm']) session.on(command, came);
  const something = (): Promise<void> =>
    queue.length > 0 ? Promise.resolve() : new Promise((resolve) => (wake = resolve));
  return {
    async next() {
      const rested = new AbortController();
      const rest = pause(enquireMilliseconds, AbortSignal.any([signal, rested.signal]));
      await Promise.race([something(), rest, lost]).finally(() => rested.abort());
      if (queue.length === 0 && !signal.aborted) await ask('enquire_link', {});
      const pdus = queue.splice(0, mostAtOnce);
      if (queue.length < mostQueued) session.resume();
      return pdus;
    },
    answer(pdus) {
      for (const pdu of pdus) session.send(pdu.response());
    },
  };
}
