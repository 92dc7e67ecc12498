import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeStamp, stamp, whatIsInstalled } from './installed.mjs';
import { takeSetupLock } from './lock.mjs';
import { checkNode, missingMachinePackages, pinnedNode, SetupFault } from './machine.mjs';
import { runNpm } from './npm.mjs';

/** The checkout that this file is part of. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Makes node_modules fit package-lock.json and gives the path of the pinned Node. Does nothing when it fits.
 * @param {{ full: boolean, folder?: string }} wish `full`: with all that tests need; `folder`: another checkout
 * @returns {Promise<string>}
 */
export async function setup({ full, folder = root }) {
  checkNode();
  if (!suffices(whatIsInstalled(folder), full)) await installAlone(folder, full);
  return pinnedNode(folder);
}

function suffices(installed, full) {
  return installed === 'full' || (installed === 'start' && !full);
}

async function installAlone(folder, full) {
  const lock = await lockOrSay(folder);
  const release = () => lock.release();
  process.on('exit', release);
  try {
    const installed = whatIsInstalled(folder); // another set-up may have done it while we waited
    if (!suffices(installed, full)) await install(folder, full, installed);
  } catch (error) {
    throw folderFault(error, folder);
  } finally {
    release();
    process.off('exit', release);
  }
}

async function lockOrSay(folder) {
  let told = -5;
  try {
    return await takeSetupLock(folder, (pid, seconds) => {
      if (seconds < told + 5) return;
      told = seconds;
      process.stderr.write(
        `Another set-up of this checkout is at work (process ${pid}): waiting, ${seconds} s\n`,
      );
    });
  } catch (error) {
    throw folderFault(error, folder);
  }
}

async function install(folder, full, installed) {
  removeStamp(folder);
  // npm ci empties node_modules first. A program that runs from it goes on while only the tests' tools are added.
  const way = installed === 'start' ? ['install', '--no-save'] : ['ci'];
  await runNpm(folder, [...way, full ? '--include=dev' : '--omit=dev']);
  const missing = missingMachinePackages(folder);
  if (missing.length > 0 || !existsSync(pinnedNode(folder))) {
    throw new SetupFault(
      `npm left out ${missing.join(' and ') || 'the pinned Node'}: check the network and the free space, then start again.`,
    );
  }
  stamp(folder, full ? 'full' : 'start');
}

function folderFault(error, folder) {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new SetupFault(`The disk is full: free at least 2 GB for ${folder} and start again.`);
  }
  if (['EROFS', 'EACCES', 'EPERM'].includes(error.code)) {
    return new SetupFault(`${folder} cannot be written: make it writable for this person and start again.`);
  }
  return error;
}
