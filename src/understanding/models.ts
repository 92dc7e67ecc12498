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

const read = (name: string): ModelFile => readModel(readFileSync(join(modelsFolder, `${name}.model`)));

export const languageModel = (): LanguageModel => new LanguageModel(read('language'));
export const sentimentModel = (): SentimentModel => new SentimentModel(read('sentiment'));
export const serviceModel = (): ServiceModel => new ServiceModel(read('service'));
export const saysModel = (): SaysModel => new SaysModel(read('says'));
export const placeModel = (): PlaceModel => new PlaceModel(read('places'));
