import { orSay } from './setup/runProgram.mjs';
import { setup } from './setup/setup.mjs';
import { runSteps, stepNames } from './setup/steps.mjs';

// `npm test` is everything; `npm test -- storage journeys` is a part of it.
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !stepNames.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no step ${unknown.join(', ')}. The steps are: ${stepNames.join(', ')}.\n`);
  process.exit(2);
}
const node = await orSay(() => setup({ full: true }));
process.exit((await runSteps(node, chosen)) ? 0 : 1);
