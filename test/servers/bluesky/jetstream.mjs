import { once } from 'node:events';
import { createServer } from 'node:http';
import { IdResolver } from '@atproto/identity';
import { lexToJson } from '@atproto/lexicon';
import { Firehose } from '@atproto/sync';
import { WebSocketServer } from 'ws';

/**
 * The first wire of Jetstream (`/subscribe`), made from the server's own firehose: the real program is not to be had
 * from the package registry. Keeps every event since the start, so that any cursor can be served.
 */
export async function startJetstream({ plcUrl, pdsUrl }) {
  const events = [];
  const readers = new Set();
  let lastTime = 0;
  const firehose = new Firehose({
    idResolver: new IdResolver({ plcUrl, fetch: globalThis.fetch }),
    service: pdsUrl.replace(/^http/, 'ws'),
    unauthenticatedCommits: true,
    unauthenticatedHandles: true,
    getCursor: () => 0,
    handleEvent(event) {
      lastTime = Math.max(lastTime + 1, Date.parse(event.time) * 1000);
      const wire = wireOf(event, lastTime);
      if (wire === null) return;
      events.push(wire);
      for (const reader of readers) reader(wire);
    },
    onError: (error) => process.stderr.write(`jetstream: ${error.message}\n`),
  });
  void firehose.start();
  const http = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ server: http, path: '/subscribe' });
  sockets.on('connection', (socket, request) =>
    serve(socket, new URL(request.url, 'http://x'), events, readers),
  );
  http.listen(0);
  await once(http, 'listening');
  return {
    url: `ws://localhost:${http.address().port}`,
    cut: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await firehose.destroy();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function wireOf(event, time) {
  const base = { did: event.did, time_us: time };
  if (event.event === 'identity') {
    const { did, handle, seq } = event;
    return { ...base, kind: 'identity', identity: { did, handle, seq, time: event.time } };
  }
  if (event.event === 'account') {
    const { did, active, status, seq } = event;
    return { ...base, kind: 'account', account: { did, active, status, seq, time: event.time } };
  }
  if (event.event === 'sync') return null;
  const commit = { rev: event.rev, operation: event.event, collection: event.collection, rkey: event.rkey };
  if (event.event === 'delete') return { ...base, kind: 'commit', commit };
  return {
    ...base,
    kind: 'commit',
    commit: { ...commit, record: lexToJson(event.record), cid: event.cid.toString() },
  };
}

function serve(socket, url, events, readers) {
  const collections = url.searchParams.getAll('wantedCollections');
  const dids = new Set(url.searchParams.getAll('wantedDids'));
  const wanted = (event) => {
    if (event.kind !== 'commit') return true;
    if (dids.size > 0 && !dids.has(event.did)) return false;
    return (
      collections.length === 0 || collections.some((pattern) => matches(pattern, event.commit.collection))
    );
  };
  const reader = (event) => {
    if (wanted(event)) socket.send(JSON.stringify(event));
  };
  const cursor = url.searchParams.get('cursor');
  if (cursor !== null) events.filter((event) => event.time_us >= Number(cursor)).forEach(reader);
  readers.add(reader);
  socket.on('close', () => readers.delete(reader));
}

function matches(pattern, collection) {
  return pattern.endsWith('.*') ? collection.startsWith(pattern.slice(0, -1)) : collection === pattern;
}
