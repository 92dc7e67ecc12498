/**
 * Many open event streams in a process of their own: counts each one's facts and looks for gaps and doubles.
 * `streams.ts <address> <cookie> <count> <after>`; a line on its input asks for a line of JSON on its output, the end of the input ends it.
 */
import { Agent, get } from 'node:http';
import { createInterface } from 'node:readline';
import { cpuOf } from './database.ts';

const [address = '', cookie = '', count = '1', after = '0'] = process.argv.slice(2);
const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });

interface Stretch {
  from: number;
  to: number;
  /** Null when its facts are numbered one after another from `from` + 1 to `to`. */
  fault: string | null;
}

/** The same bytes go to every stream, nearly at once: they are read once. A screen reads for one; what five hundred of them would cost here is not what is measured. */
const read: { bytes: Buffer; stretches: Stretch[] }[] = [];
function stretchesOf(bytes: Buffer): Stretch[] {
  const known = read.find((one) => one.bytes.equals(bytes));
  if (known !== undefined) return known.stretches;
  const parts = bytes.toString('utf8').split('\n\n');
  const stretches = parts.flatMap((part) =>
    part.startsWith('event: history') ? [stretchOf(part.slice(part.indexOf('data: ') + 6))] : [],
  );
  read.unshift({ bytes, stretches });
  read.length = Math.min(read.length, 4);
  return stretches;
}

function stretchOf(text: string): Stretch {
  const events = JSON.parse(text) as { from: number; to: number; facts: { sequence: number }[] };
  const inOrder = events.facts.every((fact, i) => fact.sequence === events.from + 1 + i);
  const whole = inOrder && events.facts.length === events.to - events.from;
  return { from: events.from, to: events.to, fault: whole ? null : `${events.from} to ${events.to}` };
}

const positions: number[] = [];
const faults: string[] = [];
let ended = 0;

function follow(which: number): Promise<void> {
  positions[which] = Number(after);
  return new Promise((resolve, reject) => {
    const asked = get(`${address}/api/events?after=${after}`, { agent, headers: { cookie } }, (response) => {
      if (response.statusCode !== 200)
        return reject(new Error(`a stream was refused: ${response.statusCode}`));
      let rest: Buffer = Buffer.alloc(0);
      response.on('data', (chunk: Buffer) => {
        const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        const whole = bytes.lastIndexOf('\n\n') + 2;
        rest = bytes.subarray(whole === 1 ? 0 : whole);
        if (whole > 1) for (const stretch of stretchesOf(bytes.subarray(0, whole))) take(which, stretch);
      });
      response.on('close', () => {
        ended += 1;
      });
      resolve();
    });
    asked.on('error', reject);
  });
}

function take(which: number, stretch: Stretch): void {
  if (stretch.from !== positions[which])
    faults.push(`stream ${which}: at ${positions[which]} came ${stretch.from}`);
  if (stretch.fault !== null) faults.push(`stream ${which}: not whole: ${stretch.fault}`);
  positions[which] = stretch.to;
}

for (let i = 0; i < Number(count); i++) await follow(i);
console.log('open: all');
createInterface({ input: process.stdin })
  .on('line', () => {
    const told = {
      least: Math.min(...positions),
      most: Math.max(...positions),
      ended,
      faults: faults.length,
      first: faults.slice(0, 3),
      cpu: cpuOf(process.pid),
    };
    console.log(`state: ${JSON.stringify(told)}`);
  })
  .on('close', () => process.exit(0));
