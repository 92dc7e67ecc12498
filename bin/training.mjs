import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './setup/npm.mjs';
import { orSay, runInFront } from './setup/runProgram.mjs';
import { root, setup } from './setup/setup.mjs';

// `npm run train [task ...]` and `npm run evaluate`: sets up what is missing, then runs it with the pinned Node.
const [name = '', ...args] = process.argv.slice(2);
/** Tasks that learn from packages of their own, and where these are listed. */
const packages = { places: 'gazetteers', service: 'teacher' };
const node = await orSay(async () => {
  const found = await setup({ full: true });
  for (const [task, folder] of name === 'train' ? Object.entries(packages) : []) {
    const wanted = args.length === 0 || args.includes(task);
    const at = join(root, 'training', folder);
    if (wanted && !existsSync(join(at, 'node_modules'))) await runNpm(at, ['ci', '--ignore-scripts']);
  }
  return found;
});
const { code } = await runInFront(node, [join(root, 'training', `${name}.ts`), ...args]);
process.exit(code ?? 1);
