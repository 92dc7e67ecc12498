/**
 * Strange input in the hundred thousands, to the public form and the private page, to the API as every role, and to the mailbox: how much was tried, how much of it
 * was taken, and whether anything broke. The same tests as in `npm test`, with more of it; what broke is printed with the seed that shows it again.
 *
 *   npm run bench fuzz [inputs]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const inputs = Number(process.argv[2] ?? 100_000);
const root = join(import.meta.dirname, '..');
const files = ['formFuzz', 'apiFuzz', 'mailFuzz'];
const began = performance.now();
const tests = spawn(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'journeys', '--maxWorkers=2', ...files],
  { cwd: root, env: { ...process.env, FUZZ_INPUTS: String(inputs) }, stdio: ['ignore', 'pipe', 'pipe'] },
);
let said = '';
for (const stream of [tests.stdout, tests.stderr])
  stream.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
const [code] = (await once(tests, 'close')) as [number | null];

const told = [...said.matchAll(/^fuzz: (.*)$/gm)].map(([, line]) => line ?? '');
for (const line of told) console.log(`  ${line}`);
const tried = told.reduce((sum, line) => sum + Number(/(\d+) inputs/.exec(line)?.[1] ?? 0), 0);
const seconds = (performance.now() - began) / 1000;
console.log(
  `${tried.toLocaleString('en')} inputs in ${seconds.toFixed(0)} s; crashes and traces shown: ${code === 0 ? 'none, met' : 'see below, MISSED'} (target 0 of ${inputs.toLocaleString('en')})`,
);
if (code !== 0) console.log(said.split('\n').slice(-80).join('\n'));
process.exitCode = code === 0 && tried >= inputs * 0.99 ? 0 : 1;
