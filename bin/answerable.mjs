#!/usr/bin/env node
import { setUpAndRun } from './setup/runProgram.mjs';

// `npx answerable <command>`. Whatever the set-up has to say goes to standard error.
await setUpAndRun(process.argv.slice(2));
