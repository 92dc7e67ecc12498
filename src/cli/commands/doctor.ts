import { Fault } from '../../domain/fault.ts';
import type { Command } from '../command.ts';
import { told } from '../doctor/finding.ts';
import { lookAtEverything } from '../doctor/look.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Looks whether everything is well, and says how to mend what is not.',
  usage: ['doctor [--json]'],
  about: [
    'Disk, database and its safety, connections, tables, clocks, roles, key, connected accounts (each is tried), the public address, live updates through it, and proxies. It works beside a running program and without one, with the same settings as the program, and changes nothing.',
    'Each line is ok, a WARNING or a FAULT with its remedy. Exit code 1 when there is a fault.',
  ],
  options: {
    json: { type: 'boolean', help: 'prints an array of {check, state, sentence, mend}' },
  },
  words: [0, 0],
  async run(context, given) {
    const findings = await lookAtEverything(context);
    context.out(given.flag('json') ? `${JSON.stringify(findings, null, 2)}\n` : told(findings));
    const faults = findings.filter(({ state }) => state === 'fault').length;
    if (faults > 0)
      throw new Fault('faults_found', `${faults} ${faults === 1 ? 'fault' : 'faults'} to mend.`);
  },
};
