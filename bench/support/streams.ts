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

/** The same text goes to every stream: it is read once. */
const read = new Map<string, Stretch>();
function stretchOf(text: string): Stretch {
  const known = read.get(text);
  if (known !== undefined) return known;
  const events = JSON.parse(text) as { from: number; to: number; facts: { sequence: number }[] };
  const inOrder = events.facts.every((fact, i) => fact.sequence === events.from + 1 + i);
  const whole = inOrder && events.facts.length === events.to - events.from;
  const stretch = {
    from: events.from,
    to: events.to,
    fault: whole ? null : `${events.from} to ${events.to}`,
  };
  if (read.size > 500) read.clear();
  read.set(text, stretch);
  return stretch;
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
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const parts = (rest + text).split('\n\n');
        rest = parts.pop() ?? '';
        for (const part of parts) take(which, part);
      });
      response.on('close', () => {
        ended += 1;
      });
      resolve();
    });
    asked.on('error', reject);
  });
}

function take(which: number, part: string): void {
  if (!part.startsWith('event: history')) return;
  const stretch = stretchOf(part.slice(part.indexOf('data: ') + 6));
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
