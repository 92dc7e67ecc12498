import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { schemas } from '@atproto/api';
import { TID } from '@atproto/common';
import { Secp256k1Keypair } from '@atproto/crypto';
import { IdResolver } from '@atproto/identity';
import {
  AuthRequiredError,
  createServer,
  InvalidRequestError,
  verifyJwt,
  XRPCError,
} from '@atproto/xrpc-server';

/**
 * A double of the network's direct messages, whose server is not published, and of a service that takes reports. Input and output are validated by the
 * official lexicons; callers come through the real server's proxy with real signatures.
 */
export async function startChat({ plc, profileOf }) {
  const state = { convos: new Map(), logs: new Map(), closedTo: new Set(), reports: [], profileOf };
  const keypair = await Secp256k1Keypair.create();
  const service = createServer(schemas, { validateResponse: true, errorParser: told });
  const http = createHttpServer(service.router);
  http.listen(0);
  await once(http, 'listening');
  const url = `http://localhost:${http.address().port}`;
  const did = await nameInDirectory(plc, keypair, url);
  addMethods(service, state, callerFrom(plc.url, did));
  return {
    did,
    url,
    /** What was reported here, as it came. */
    reports: state.reports,
    /** An author who takes messages from nobody. */
    closeTo: (author) => state.closedTo.add(author),
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** A fault of the double itself must not hide behind the network's "Internal Server Error". */
function told(error) {
  if (!(error instanceof XRPCError)) process.stderr.write(`chat: ${error.stack}\n`);
  return XRPCError.fromError(error);
}

async function nameInDirectory(plc, keypair, url) {
  const client = plc.getClient();
  const did = await client.createDid({
    signingKey: keypair.did(),
    rotationKeys: [keypair.did()],
    handle: 'chat.test',
    pds: url,
    signer: keypair,
  });
  await client.updateData(did, keypair, (data) => {
    data.services.bsky_chat = { type: 'BskyChatService', endpoint: url };
    data.services.atproto_labeler = { type: 'AtprotoLabeler', endpoint: url };
    return data;
  });
  return did;
}

function callerFrom(plcUrl, chatDid) {
  const resolver = new IdResolver({ plcUrl, fetch: globalThis.fetch });
  return async ({ req }) => {
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    if (!token) throw new AuthRequiredError('No service token.');
    const method = req.originalUrl.split('?')[0].split('/').pop();
    const claims = await verifyJwt(token, null, method, (issuer, refresh) =>
      resolver.did.resolveAtprotoKey(issuer.split('#')[0], refresh),
    );
    if (claims.aud.split('#')[0] !== chatDid)
      throw new AuthRequiredError('The token is for another service.');
    return { credentials: { did: claims.iss.split('#')[0] } };
  };
}

function addMethods(service, state, auth) {
  const method = (name, answer) =>
    service.method(`chat.bsky.convo.${name}`, {
      auth,
      handler: async (context) => ({
        encoding: 'application/json',
        body: await answer(context.auth.credentials.did, context.params, context.input?.body),
      }),
    });
  method('getConvoForMembers', async (caller, { members }) => ({
    convo: await viewOf(state, openConvo(state, caller, members)),
  }));
  method('getConvo', async (caller, { convoId }) => ({
    convo: await viewOf(state, convoOf(state, caller, convoId)),
  }));
  method('listConvos', async (caller, { limit, cursor }) => {
    const mine = [...state.convos.values()].filter((convo) => convo.members.includes(caller));
    const { page, next } = pageOf(mine.sort(newestFirst), limit, cursor);
    const convos = await Promise.all(page.map((convo) => viewOf(state, convo)));
    return { convos, ...next };
  });
  method('getMessages', async (caller, { convoId, limit, cursor }) => {
    const { page, next } = pageOf([...convoOf(state, caller, convoId).messages].reverse(), limit, cursor);
    return { messages: page, ...next };
  });
  method('sendMessage', async (caller, _params, { convoId, message }) =>
    addMessage(state, convoOf(state, caller, convoId), caller, message),
  );
  method('getLog', async (caller, { cursor }) => logAfter(state, caller, cursor));
  service.method('com.atproto.moderation.createReport', {
    auth,
    handler: async ({ auth: { credentials }, input: { body } }) => {
      const { reasonType, reason, subject } = body;
      const report = {
        id: state.reports.length + 1,
        reasonType,
        reason,
        subject,
        reportedBy: credentials.did,
      };
      state.reports.push(report);
      return { encoding: 'application/json', body: { ...report, createdAt: new Date().toISOString() } };
    },
  });
}

const newestFirst = (a, b) => (a.rev < b.rev ? 1 : -1);

function pageOf(rows, limit, cursor) {
  const from = cursor === undefined ? 0 : Number(cursor);
  const page = rows.slice(from, from + limit);
  return { page, next: from + limit < rows.length ? { cursor: String(from + limit) } : {} };
}

function openConvo(state, caller, others) {
  const members = [...new Set([caller, ...others])].sort();
  if (members.length !== 2) throw new InvalidRequestError('A conversation has two members.');
  const stranger = members.find((member) => member !== caller);
  if (state.closedTo.has(stranger)) {
    throw new InvalidRequestError('recipient has disabled incoming messages', 'MessagesDisabled');
  }
  const known = [...state.convos.values()].find((convo) => convo.members.join() === members.join());
  if (known) return known;
  const convo = { id: TID.nextStr(), rev: TID.nextStr(), members, messages: [] };
  state.convos.set(convo.id, convo);
  for (const member of members) {
    note(state, member, { $type: 'chat.bsky.convo.defs#logBeginConvo', rev: convo.rev, convoId: convo.id });
  }
  return convo;
}

function convoOf(state, caller, id) {
  const convo = state.convos.get(id);
  if (!convo?.members.includes(caller)) throw new InvalidRequestError('Convo not found', 'InvalidConvo');
  return convo;
}

function addMessage(state, convo, sender, { text, facets }) {
  const rev = TID.nextStr();
  const message = {
    $type: 'chat.bsky.convo.defs#messageView',
    id: TID.nextStr(),
    rev,
    text,
    ...(facets === undefined ? {} : { facets }),
    sender: { did: sender },
    sentAt: new Date().toISOString(),
  };
  convo.messages.push(message);
  convo.rev = rev;
  for (const member of convo.members) {
    note(state, member, { $type: 'chat.bsky.convo.defs#logCreateMessage', rev, convoId: convo.id, message });
  }
  return message;
}

function note(state, member, entry) {
  const log = state.logs.get(member) ?? [];
  log.push(entry);
  state.logs.set(member, log);
}

/** Without a cursor the network only tells where its log stands. */
function logAfter(state, caller, cursor) {
  const log = state.logs.get(caller) ?? [];
  const end = log.at(-1)?.rev ?? '2222222222222';
  if (cursor === undefined) return { cursor: end, logs: [] };
  const logs = log.filter((entry) => entry.rev > cursor).slice(0, 50);
  return { cursor: logs.at(-1)?.rev ?? cursor, logs };
}

async function viewOf(state, convo) {
  const members = await Promise.all(
    convo.members.map(async (did) => ({ did, ...(await state.profileOf(did)) })),
  );
  const read = { muted: false, unreadCount: 0, status: 'accepted' };
  const last = convo.messages.at(-1);
  return { id: convo.id, rev: convo.rev, members, ...read, ...(last ? { lastMessage: last } : {}) };
}
