import { kinds, nuisances, severities, targetNames, vulnerabilities } from '../domain/finding.ts';
import { threats } from '../domain/threat.ts';

/** Everything that the model says, in the order of its columns. */
export const serviceOutputs = [
  ...kinds,
  ...severities,
  ...vulnerabilities,
  ...threats,
  ...nuisances,
  ...targetNames,
] as const;
export type ServiceOutput = (typeof serviceOutputs)[number];

/** By name, its column. */
export const columns: ReadonlyMap<string, number> = new Map(serviceOutputs.map((name, o) => [name, o]));
