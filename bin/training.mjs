import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './setup/npm.mjs';
import { orSay, runInFront } from './setup/runProgram.mjs';
import { root, setup } from './setup/setup.mjs';

// `npm run train [task ...]` and `npm run evaluate`: sets up what is missing, then runs it with the pinned Node.
const [name = '', ...args] = process.argv.slice(2);
const gazetteers = join(root, 'training', 'gazetteers');
const node = await orSay(async () => {
  const found = await setup({ full: true });
  const wanted = name === 'train' && (args.length === 0 || args.includes('places'));
  if (wanted && !existsSync(join(gazetteers, 'node_modules'))) await runNpm(gazetteers, ['ci']);
  return found;
});
const { code } = await runInFront(node, [join(root, 'training', `${name}.ts`), ...args]);
process.exit(code ?? 1);
