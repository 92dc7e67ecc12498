import { join } from 'node:path';
import { orSay, runInFront } from './setup/runProgram.mjs';
import { root, setup } from './setup/setup.mjs';

// `npm run train [task ...]` and `npm run evaluate`: sets up what is missing, then runs it with the pinned Node.
const [name = '', ...args] = process.argv.slice(2);
const node = await orSay(() => setup({ full: true }));
const { code } = await runInFront(node, [join(root, 'training', `${name}.ts`), ...args]);
process.exit(code ?? 1);
