/**
 * A network that calls: WhatsApp's requests, each with one message and signed over its bytes, over kept connections, each of which asks again as soon as it is answered.
 * `caller.ts <address of the webhook> <app secret> <phone number id> <connections>`. A line "<run> <seconds>" on its input starts a run, which ends with a line of JSON.
 */
import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

const [webhook = '', secret = '', phone = '', connections = '48'] = process.argv.slice(2);
const { hostname, port, pathname } = new URL(webhook);

/** A message of an invented author; `id` names it. */
function messageOf(id: string, n: number): string {
  const from = `2507881${String(n % 20_000).padStart(5, '0')}`;
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '250788000001', phone_number_id: phone },
    contacts: [{ profile: { name: 'Amina B.' }, wa_id: from }],
    messages: [
      {
        from,
        id: `wamid.${id}`,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: `No water in house ${n} of our street since Monday, and nobody answers.` },
      },
    ],
  };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '419561257915477', changes: [{ field: 'messages', value }] }],
  });
}

function requestOf(id: string, n: number): string {
  const body = messageOf(id, n);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nx-hub-signature-256: sha256=${signature}\r\n\r\n${body}`;
}

interface Run {
  /** Milliseconds from the first byte sent to the answer. */
  taken: number[];
  refused: number;
  seconds: number;
}

/** One connection: it asks, waits for the answer, asks again, until the time is over. */
function callOn(
  socket: Socket,
  ask: () => string | null,
  answered: (ok: boolean, ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let began = 0;
    const next = () => {
      const request = ask();
      if (request === null) return resolve();
      began = performance.now();
      socket.write(request);
    };
    socket.removeAllListeners('data');
    // Its answers are short: each comes in one piece.
    socket.on('data', (bytes: Buffer) => {
      answered(bytes.toString('latin1', 9, 12) === '200', performance.now() - began);
      next();
    });
    socket.once('error', reject);
    next();
  });
}

async function run(sockets: readonly Socket[], name: string, seconds: number): Promise<Run> {
  const taken: number[] = [];
  let refused = 0;
  let n = 0;
  const began = performance.now();
  const until = began + seconds * 1_000;
  const ask = () => (performance.now() < until ? requestOf(`${name}-${n}`, n++) : null);
  const answered = (ok: boolean, ms: number) => {
    if (ok) taken.push(ms);
    else refused += 1;
  };
  await Promise.all(sockets.map((socket) => callOn(socket, ask, answered)));
  return { taken, refused, seconds: (performance.now() - began) / 1_000 };
}

const sockets = await Promise.all(
  Array.from(
    { length: Number(connections) },
    () =>
      new Promise<Socket>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => resolve(socket));
        socket.setNoDelay(true);
        socket.once('error', reject);
      }),
  ),
);
console.log('ready: yes');
for await (const line of createInterface({ input: process.stdin })) {
  const [name = '', seconds = '5'] = line.split(' ');
  console.log(JSON.stringify(await run(sockets, name, Number(seconds))));
}
for (const socket of sockets) socket.destroy();
