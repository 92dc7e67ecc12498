/**
 * Trains the models of models/ from the corpus and the public sets, with fixed seeds: run twice, it writes the same bytes. `npm run train [task ...]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ModelFile, writeModel } from '../src/understanding/modelFile.ts';
import { trainLanguage } from './language.ts';
import { trainPlaces } from './places.ts';
import { trainSays } from './says.ts';
import { trainSentiment } from './sentiment.ts';
import { trainService } from './service.ts';
import { setsAreHere, setsFolder } from './sets.ts';

const tasks: Record<string, (say: (line: string) => void) => ModelFile | Promise<ModelFile>> = {
  language: trainLanguage,
  sentiment: trainSentiment,
  service: trainService,
  says: trainSays,
  places: trainPlaces,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in tasks));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no task ${unknown.join(', ')}. The tasks are: ${Object.keys(tasks).join(', ')}.\n`,
  );
  process.exit(2);
}
if (!setsAreHere()) {
  process.stderr.write(
    `Training needs the public sets, and they are not in ${setsFolder}: name their folder in ANSWERABLE_SETS.\n`,
  );
  process.exit(1);
}
const folder = join(import.meta.dirname, '..', 'models');
mkdirSync(folder, { recursive: true });
for (const name of chosen.length > 0 ? chosen : Object.keys(tasks)) {
  const began = Date.now();
  const bytes = writeModel(await tasks[name]!((line) => process.stderr.write(`${line}\n`)));
  writeFileSync(join(folder, `${name}.model`), bytes);
  process.stderr.write(
    `${name}: ${(bytes.length / 1e6).toFixed(1)} MB in ${((Date.now() - began) / 1000).toFixed(0)} s\n`,
  );
}
