import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { orSay, runInFront } from './setup/runProgram.mjs';
import { root, setup } from './setup/setup.mjs';

// `npm run bench <name> [arguments]`: sets up what is missing, then runs the bench with the pinned Node.
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const [name, ...args] = process.argv.slice(2);
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Name one of ${names.join(', ')}: npm run bench intake 100000 1\n`);
  process.exit(1);
}
const node = await orSay(() => setup({ full: true }));
await runInFront(node, [join(root, 'bin', 'build-program.mjs')]);
const { code } = await runInFront(node, [join(root, 'bench', `${name}.ts`), ...args]);
process.exit(code ?? 1);
