/**
 * An operator that we play: SMPP 3.4 on loopback by the library `smpp`, with the faults of operators. It keeps what was submitted to it, joins its parts as a telephone does, tells what
 * became of it, and delivers what people write.
 */
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';

export interface Submitted {
  /** The part whose receipt was asked for; the last one of several. */
  id: string;
  from: string;
  to: string;
  /** Its parts joined, in their order. */
  text: string;
  parts: number;
  dataCoding: number;
}

export interface Smsc {
  port: number;
  /** Whole messages. */
  submitted: Submitted[];
  /** What listens to what people write. */
  listeners(): number;
  /** Delivers a message; resolves once it was taken. */
  deliver(message: {
    from: string;
    to: string;
    text: unknown;
    more?: Record<string, unknown>;
  }): Promise<void>;
  /** Tells what became of a message. */
  receipt(of: { id: string; from: string; to: string; stat: string }): Promise<void>;
  /** Answers the next submit_sm with this command status. */
  refuseNext(status: number): void;
  /** Takes the next submit_sm and cuts the line before its answer. */
  cutNext(): void;
  /** Takes the next delivery's answer for lost: the line is cut when it comes. */
  loseNextAnswer(): void;
  /** Ends every connection. */
  drop(): void;
  /** Lets nobody in any more, with this status; 0 lets everybody in again. */
  refuseBinds(status: number): void;
  close(): Promise<void>;
}

export const systemId = 'answerable';
export const password = 'invented';

/** Starts it. */
export async function startSmsc(): Promise<Smsc> {
  const state: State = {
    submitted: [],
    sessions: new Set(),
    receivers: new Set(),
    waiting: new Map(),
    next: null,
    bindStatus: 0,
    loses: false,
    count: 0,
  };
  const server = smpp.createServer((session) => serve(state, session));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    submitted: state.submitted,
    listeners: () => state.receivers.size,
    deliver: (message) => deliver(state, message),
    receipt: ({ id, from, to, stat }) => {
      const text = `id:${id} sub:001 dlvrd:001 submit date:3101061200 done date:3101061201 stat:${stat} err:000 text:`;
      return deliver(state, { from, to, text, more: { esm_class: 4 } });
    },
    refuseNext: (status) => {
      state.next = { kind: 'refuse', status };
    },
    cutNext: () => {
      state.next = { kind: 'cut' };
    },
    loseNextAnswer: () => {
      state.loses = true;
    },
    drop: () => {
      for (const session of state.sessions) session.destroy();
    },
    refuseBinds: (status) => {
      state.bindStatus = status;
    },
    async close() {
      for (const session of state.sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface State {
  submitted: Submitted[];
  sessions: Set<Session>;
  receivers: Set<Session>;
  waiting: Map<string, { texts: string[]; id: string }>;
  next: { kind: 'refuse'; status: number } | { kind: 'cut' } | null;
  bindStatus: number;
  loses: boolean;
  count: number;
}

function serve(state: State, session: Session): void {
  state.sessions.add(session);
  session.on('error', () => session.destroy());
  session.on('close', () => {
    state.sessions.delete(session);
    state.receivers.delete(session);
  });
  for (const command of ['bind_receiver', 'bind_transmitter', 'bind_transceiver']) {
    session.on(command, (pdu: Pdu) => {
      const status =
        state.bindStatus || (pdu.system_id === systemId ? (pdu.password === password ? 0 : 14) : 15);
      session.send(pdu.response({ command_status: status, system_id: 'operator' }));
      if (status === 0 && command !== 'bind_transmitter') state.receivers.add(session);
    });
  }
  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu: Pdu) => session.send(pdu.response(), () => session.close()));
  session.on('submit_sm', (pdu: Pdu) => submit(state, session, pdu));
}

function submit(state: State, session: Session, pdu: Pdu): void {
  const { next } = state;
  state.next = null;
  if (next?.kind === 'refuse') {
    session.send(pdu.response({ command_status: next.status }));
    return;
  }
  state.count += 1;
  const id = state.count.toString(16).padStart(8, '0');
  keep(state, pdu, id);
  if (next?.kind === 'cut') session.destroy();
  else session.send(pdu.response({ message_id: id }));
}

function keep(state: State, pdu: Pdu, id: string): void {
  const { message, udh } = pdu.short_message as { message: string; udh?: Buffer[] };
  const header = udh?.find((one) => one[0] === 0);
  const [from, to] = [pdu.source_addr ?? '', pdu.destination_addr ?? ''];
  const { data_coding: dataCoding = -1, registered_delivery: registered = 0 } = pdu;
  const [all = 1, at = 1] = header === undefined ? [] : [header[3], header[4]];
  const key = `${from} ${to} ${header?.[2] ?? id}`;
  const known = state.waiting.get(key) ?? { texts: [], id };
  known.texts[at - 1] = message;
  if (registered !== 0) known.id = id;
  state.waiting.set(key, known);
  if (Object.keys(known.texts).length < all) return;
  state.waiting.delete(key);
  state.submitted.push({ id: known.id, from, to, text: known.texts.join(''), parts: all, dataCoding });
}

async function deliver(
  state: State,
  { from, to, text, more }: { from: string; to: string; text: unknown; more?: Record<string, unknown> },
): Promise<void> {
  const [session] = state.receivers;
  if (session === undefined) throw new Error('nobody listens');
  const fields = {
    source_addr: from,
    source_addr_ton: 1,
    source_addr_npi: 1,
    destination_addr: to,
    dest_addr_ton: 1,
    dest_addr_npi: 1,
    short_message: text,
    ...more,
  };
  await new Promise<void>((resolve, reject) => {
    const lost = (): void => reject(new Error('the line was cut'));
    session.once('close', lost);
    session.deliver_sm(fields, (answer) => {
      session.off('close', lost);
      if (state.loses) {
        state.loses = false;
        session.destroy();
        reject(new Error('the answer was lost'));
      } else if (answer.command_status === 0) resolve();
      else reject(new Error(`refused with ${answer.command_status}`));
    });
  });
}
