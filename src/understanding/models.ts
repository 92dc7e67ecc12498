import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LanguageModel } from './language.ts';
import { type ModelFile, readModel } from './modelFile.ts';
import { PlaceModel } from './places.ts';
import { SaysModel } from './says.ts';
import { SentimentModel } from './sentiment.ts';
import { ServiceModel } from './service.ts';

/** Where the trained parameters lie, each with its card. */
export const modelsFolder = join(import.meta.dirname, '..', '..', 'models');

function read(name: string): ModelFile {
  const bytes = readFileSync(join(modelsFolder, `${name}.model`));
  const file = readModel(bytes);
  // Nothing of the file is looked at again. Given back at once: nobody collects what lies outside of the heap for a long while.
  if (bytes.byteLength === bytes.buffer.byteLength) bytes.buffer.transfer(0);
  return file;
}

export const languageModel = (): LanguageModel => new LanguageModel(read('language'));
export const sentimentModel = (): SentimentModel => new SentimentModel(read('sentiment'));
export const serviceModel = (): ServiceModel => new ServiceModel(read('service'));
export const saysModel = (): SaysModel => new SaysModel(read('says'));
export const placeModel = (): PlaceModel => new PlaceModel(read('places'));
