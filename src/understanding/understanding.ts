/** Everything that is found in a post, by all models together. No network, no database, no clock. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Found, nothingFound, type PostFinding, type Span } from '../domain/finding.ts';
import { type PrivateKind, privateData } from '../domain/privateData.ts';
import type { Kept, Promised } from '../domain/saying.ts';
import type { LanguageModel } from './language.ts';
import {
  languageModel,
  modelsFolder,
  placeModel,
  saysModel,
  sentimentModel,
  serviceModel,
} from './models.ts';
import { type PlaceModel, whereabouts } from './places.ts';
import { promiseDue, type SaidAt } from './promiseDate.ts';
import { promiseOwner } from './promiseOwner.ts';
import type { SaysModel } from './says.ts';
import type { SentimentModel } from './sentiment.ts';
import type { ServiceModel, Found as Told } from './service.ts';
import { spansOf } from './spans.ts';

/** A post as it is read. */
export interface PostToRead {
  text: string;
  /** The author's stated home, and the network's field of where the post or its author is. */
  home?: string | null;
  field?: string | null;
  /** ISO 3166-1 alpha-2 of the country that the organisation serves, where that is known. */
  country?: string | null;
  /** A post of ours, when it was said and in which time zone (IANA): what it does and promises is looked for, and nothing else. */
  house?: { at: Date; timeZone: string } | null;
}

export class Understanding {
  readonly #language: LanguageModel = languageModel();
  readonly #sentiment: SentimentModel = sentimentModel();
  readonly #service: ServiceModel = serviceModel();
  readonly #place: PlaceModel = placeModel();
  readonly #says: SaysModel = saysModel();

  read(post: PostToRead): PostFinding {
    return post.house == null ? this.#ofAuthor(post) : this.#ofHouse(post.text, post.house);
  }

  #ofHouse(text: string, { at, timeZone }: { at: Date; timeZone: string }): PostFinding {
    const language = this.#language.find(text);
    const says = this.#says.find(text);
    const promise = says.find(({ name }) => name === 'promise');
    return {
      ...nothingFound(),
      language: { name: language.name, sure: percent(language.confidence), because: [] },
      says: says.map(({ name, confidence, sentence }) => ({
        name,
        sure: percent(confidence),
        because: sentencePlace(text, sentence),
      })),
      promised:
        promise === undefined
          ? null
          : promisedIn(text, promise.sentence, { at, timeZone, language: language.name }),
      owner: promise === undefined ? null : keeperIn(text, promise.sentence, language.name),
    };
  }

  #ofAuthor({ text, home, field, country }: PostToRead): PostFinding {
    const language = this.#language.find(text);
    const service = this.#service.find(text, language);
    const sentiment = this.#sentiment.find(text, language.chief);
    const found = <Name extends string>({ name, confidence, because }: Told<Name>): Found<Name> => ({
      name,
      sure: percent(confidence),
      because: spansOf(text, because),
    });
    return {
      language: { name: language.name, sure: percent(language.confidence), because: [] },
      kinds: service.kinds.map(found),
      sentiment:
        sentiment === null
          ? null
          : { name: sentiment.value, sure: percent(sentiment.confidence), because: [] },
      degree: sentiment === null ? null : Math.round(100 * sentiment.degree),
      target:
        service.target === null || sentiment === null || sentiment.value === 'neutral'
          ? null
          : { ...found(service.target), because: [] },
      severity: service.severity === null ? null : found(service.severity),
      vulnerable: service.vulnerable.map(found),
      threats: service.threats.map(found),
      places: whereabouts(
        this.#place,
        { text, home: home ?? null, field: field ?? null },
        { country: country ?? null, language: language.name },
      ).map(({ because, confidence, ...place }) => ({
        ...place,
        sure: percent(confidence),
        because: place.from === 'text' ? spansOf(text, [because.toLowerCase()]) : [],
      })),
      nuisances: [service.abuse, service.spam].filter((one) => one !== null).map(found),
      privates: privatesOf(text),
      says: [],
      promised: null,
      owner: null,
      // Each organisation has its own: thread.ts finds them.
      topics: [],
    };
  }
}

/** Where a sentence stands; nowhere where it was put together from what stands apart. */
function sentencePlace(text: string, sentence: string): Span[] {
  const from = text.indexOf(sentence);
  return from < 0 ? [] : [[from, from + sentence.length]];
}

/** When the sentence that promises says that it is due. */
function promisedIn(text: string, sentence: string, said: SaidAt): Promised | null {
  const found = promiseDue(sentence, said);
  if (found === null) return null;
  const from = Math.max(0, text.indexOf(sentence));
  const [begins, ends] = found.because;
  return { due: found.due.toISOString(), exact: found.exact, because: [[from + begins, from + ends]] };
}

/** Who is to keep what the sentence promises. */
function keeperIn(text: string, sentence: string, language: string): Kept | null {
  const found = promiseOwner(sentence, language);
  if (found === null) return null;
  const from = Math.max(0, text.indexOf(sentence));
  return { by: found.by, because: found.because.map(([begins, ends]) => [from + begins, from + ends]) };
}

/** A number of which nothing tells what it is may be anything; what has a form or a word beside it is nearly sure. */
const sureOfPrivate = (kind: PrivateKind): number => (kind === 'number' ? 60 : 95);

function privatesOf(text: string): Found<PrivateKind>[] {
  const byKind = Map.groupBy(privateData(text), ({ kind }) => kind);
  return [...byKind].map(([name, things]) => ({
    name,
    sure: sureOfPrivate(name),
    because: things.map(({ start, end }) => [start, end]),
  }));
}

const percent = (share: number): number => Math.max(1, Math.min(100, Math.round(100 * share)));

let version: string | null = null;

/** Which models these are: the beginning of a hash over all their files, which are read once. */
export function modelsVersion(): string {
  version ??= hashOfModels();
  return version;
}

function hashOfModels(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(modelsFolder).sort())
    if (name.endsWith('.model')) hash.update(readFileSync(join(modelsFolder, name)));
  return hash.digest('hex').slice(0, 12);
}
