import { setUpAndRun } from './setup/runProgram.mjs';

// `npm start`: sets up what is missing, then runs all roles in one process.
await setUpAndRun(process.argv.slice(2));
