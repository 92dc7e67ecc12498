import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackLanguage } from '../domain/topic.ts';

export interface PackTopic {
  /** Within its sector: "no_supply". */
  key: string;
  names: Record<PackLanguage, string>;
  /** Sentences as people write them, in several languages, each once. */
  examples: string[];
}

/** The topics that an organisation of one sector may begin with. */
export interface TopicPack {
  /** "water"; "any" fits every sector. */
  sector: string;
  topics: PackTopic[];
}

/** Where the packs lie: they are part of the corpus, which lies beside models/ and is found in the same way. */
const packsFolder = join(import.meta.dirname, '..', '..', 'corpus', 'topics');

/**
 * The starter packs, by their sectors' names, topics in the order of their files. Every call reads them anew, some milliseconds, and what it answers is the caller's own.
 * Throws a sentence with file and line where a pack is not written as corpus/guide.md says, and what the disk says where there are none.
 */
export function topicPacks(): TopicPack[] {
  return readdirSync(packsFolder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readPack(name, readFileSync(join(packsFolder, name), 'utf8')));
}

/** One file: a header a topic (`= topic: water/leak; eng: ...; fra: ...`), then its sentences, one a line; `#` begins a remark. Throws as `topicPacks` does. */
export function readPack(name: string, text: string): TopicPack {
  const sector = name.replace(/\.txt$/, '');
  const topics: PackTopic[] = [];
  text.split('\n').forEach((raw, at) => {
    const line = raw.trim();
    if (line === '' || /^#(\s|$)/.test(line)) return;
    const place = `${name}:${at + 1}`;
    if (line.startsWith('=')) {
      topics.push(readHeader(line, sector, place));
      return;
    }
    const topic = topics.at(-1);
    if (topic === undefined) throw new Error(`${place}: a sentence before the first topic.`);
    topic.examples.push(line);
  });
  return { sector, topics };
}

function readHeader(line: string, sector: string, place: string): PackTopic {
  const labels = new Map(
    line
      .slice(1)
      .split(';')
      .map((part) => {
        const colon = part.indexOf(':');
        return [part.slice(0, colon).trim(), part.slice(colon + 1).trim()];
      }),
  );
  const [folder, key] = (labels.get('topic') ?? '').split('/');
  if (folder !== sector || !key)
    throw new Error(`${place}: a topic of "${sector}" is written ${sector}/name.`);
  const nameIn = (language: PackLanguage): string => {
    const name = labels.get(language);
    if (!name) throw new Error(`${place}: ${key} has no name in "${language}".`);
    return name;
  };
  const names = { eng: nameIn('eng'), fra: nameIn('fra'), swa: nameIn('swa'), kin: nameIn('kin') };
  return { key, names, examples: [] };
}
