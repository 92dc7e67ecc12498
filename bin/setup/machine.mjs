import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A failure that is told as one sentence, without a stack. */
export class SetupFault extends Error {}

/** Stops at once on a Node that could not even run the set-up. */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupFault(
    `Answerable needs Node 20.19 or newer to set itself up; this is ${process.versions.node}.`,
  );
}

/** @param {string} root */
export function readLockfile(root) {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
}

/** True when the package may run here. @param {{ os?: string | string[], cpu?: string | string[] }} entry */
export function fitsMachine(entry) {
  const allows = (wanted, here) => wanted === undefined || [wanted].flat().includes(here);
  return allows(entry.os, process.platform) && allows(entry.cpu, process.arch);
}

/** The packages made for this very machine (runtime, database): npm leaves them out silently when a download fails. */
export function machinePackages(root) {
  const { packages } = readLockfile(root);
  const names = Object.keys(packages['']?.optionalDependencies ?? {});
  return names.filter(
    (name) => packages[`node_modules/${name}`] && fitsMachine(packages[`node_modules/${name}`]),
  );
}

/** The pinned Node of this checkout, whether or not it is there yet. */
export function pinnedNode(root) {
  const name = machinePackages(root).find((each) => /^node-/.test(each));
  if (name === undefined) {
    throw new SetupFault(
      `There is no pinned Node for ${process.platform} ${process.arch}: Answerable does not run here.`,
    );
  }
  return join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The names of machine packages that are not installed. */
export function missingMachinePackages(root) {
  return machinePackages(root).filter(
    (name) => !existsSync(join(root, 'node_modules', name, 'package.json')),
  );
}
