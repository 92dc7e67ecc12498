import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import { connect } from 'node:net';

/**
 * What stands between the product and the server, and misbehaves on demand.
 *
 * A fault: `{ kind, times, method, resetInSeconds, milliseconds }`. `method` is a part of the called method's name
 * ('createRecord'); left out, every request is meant. Kinds: `limited` (429 and its headers), `fails` (500), `unavailable` (503),
 * `garbage` (200 and no JSON), `hangs` (never answers, never asks the server), `cut_before` (the server is never asked),
 * `cut_after` (the server did it, the caller never hears), `slow` (the answer comes after `milliseconds`).
 */
export async function startFaultyProxy({ target }) {
  const state = { faults: [], calls: [], streams: new Set(), refuseStreams: false, target: new URL(target) };
  const server = createServer((request, response) => {
    pass(state, request, response).catch((error) => {
      process.stderr.write(`proxy: ${error.message}\n`);
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => passStream(state, request, socket, head));
  server.listen(0);
  await once(server, 'listening');
  return {
    url: `http://localhost:${server.address().port}`,
    calls: state.calls,
    setFaults: (faults) => {
      state.faults = faults.map((fault) => ({ times: 1, ...fault }));
    },
    addFault: (fault) => state.faults.push({ times: 1, ...fault }),
    cutStreams: () => {
      for (const socket of state.streams) socket.destroy();
    },
    refuseStreams: (refuse) => {
      state.refuseStreams = refuse;
    },
    async close() {
      for (const socket of state.streams) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function takeFault(state, path) {
  const fault = state.faults.find((one) => one.times > 0 && (!one.method || path.includes(one.method)));
  if (fault) fault.times -= 1;
  return fault ?? null;
}

async function pass(state, request, response) {
  const path = request.url.split('?')[0];
  const body = await readAll(request);
  const fault = takeFault(state, path);
  state.calls.push({
    verb: request.method,
    method: path.split('/').pop(),
    at: Date.now(),
    fault: fault?.kind ?? null,
  });
  if (fault !== null && answerFalsely(fault, response)) return;
  const answer = await askServer(state.target, request, body);
  if (fault?.kind === 'cut_after') {
    response.destroy();
    return;
  }
  if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds ?? 1000));
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

/** True when the server shall not be asked at all. */
function answerFalsely(fault, response) {
  const json = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'limited': {
      const reset = Math.ceil(Date.now() / 1000) + (fault.resetInSeconds ?? 60);
      const headers = fault.retryAfterOnly
        ? { 'retry-after': String(fault.resetInSeconds ?? 60) }
        : {
            'ratelimit-limit': '30',
            'ratelimit-remaining': '0',
            'ratelimit-reset': String(reset),
            'ratelimit-policy': '30;w=300',
          };
      response.writeHead(429, { ...json, ...headers });
      response.end(JSON.stringify({ error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' }));
      return true;
    }
    case 'fails':
      response.writeHead(500, json);
      response.end(JSON.stringify({ error: 'InternalServerError', message: 'Internal Server Error' }));
      return true;
    case 'unavailable':
      response.writeHead(503, json);
      response.end(JSON.stringify({ error: 'NotEnoughResources', message: 'Service unavailable' }));
      return true;
    case 'garbage':
      response.writeHead(200, json);
      response.end('<html>{"uri":');
      return true;
    case 'hangs':
      return true;
    case 'cut_before':
      response.destroy();
      return true;
    default:
      return false;
  }
}

function askServer(target, request, body) {
  return new Promise((resolve, reject) => {
    const upstream = sendRequest(
      {
        host: target.hostname,
        port: target.port,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, host: target.host },
      },
      async (answer) => {
        const headers = { ...answer.headers };
        delete headers['transfer-encoding'];
        delete headers.connection;
        resolve({ status: answer.statusCode, headers, body: await readAll(answer) });
      },
    );
    upstream.on('error', reject);
    upstream.end(body);
  });
}

async function readAll(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function passStream(state, request, socket, head) {
  if (state.refuseStreams) {
    socket.destroy();
    return;
  }
  const upstream = connect({ host: state.target.hostname, port: Number(state.target.port) }, () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      const name = request.rawHeaders[i];
      lines.push(`${name}: ${name.toLowerCase() === 'host' ? state.target.host : request.rawHeaders[i + 1]}`);
    }
    upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
    upstream.write(head);
    upstream.pipe(socket);
    socket.pipe(upstream);
  });
  state.streams.add(socket);
  const end = () => {
    state.streams.delete(socket);
    socket.destroy();
    upstream.destroy();
  };
  for (const one of [socket, upstream]) one.on('error', end).on('close', end);
}
