import { kinds, severities } from '../../domain/finding.ts';
import { threats } from '../../domain/threat.ts';
import { languages } from '../language.ts';
import { languageModel, placeModel, saysModel, sentimentModel, serviceModel } from '../models.ts';
import { regionKey } from '../placeWords.ts';
import { sentiments } from '../sentiment.ts';
import type { ServiceFinding } from '../service.ts';

/** Something that a labelled file can judge. */
export interface Task {
  /** Columns in which its label may stand, the first that is there. */
  columns: readonly string[];
  /** What a label of the file says, in our words; null: nothing that this task knows. */
  truth(label: string): string[] | null;
  /** Loads what is needed and answers what is said of a text. The language is never given. */
  open(): (text: string) => string[];
}

/** Names of languages that files use, besides ours. */
const otherNames: Record<string, string> = {
  en: 'eng',
  english: 'eng',
  fr: 'fra',
  french: 'fra',
  sw: 'swa',
  swahili: 'swa',
  rw: 'kin',
  kinyarwanda: 'kin',
  pidgin: 'pcm',
  ha: 'hau',
  hausa: 'hau',
  yo: 'yor',
  yoruba: 'yor',
  ig: 'ibo',
  igbo: 'ibo',
  am: 'amh',
  amharic: 'amh',
  pt: 'por',
  portuguese: 'por',
  mul: 'mixed',
};

const language: Task = {
  columns: ['label', 'language', 'lang'],
  truth(label) {
    const name = label.toLowerCase();
    const known = otherNames[name] ?? name;
    return [...languages, 'mixed', 'und'].includes(known) ? [known] : null;
  },
  open() {
    const model = languageModel();
    return (text) => [model.find(text).name];
  },
};

const sentiment: Task = {
  columns: ['label', 'sentiment'],
  truth(label) {
    const found = sentiments.find((one) => one === label.toLowerCase());
    return found === undefined ? null : [found];
  },
  open() {
    const [languageOf, model] = [languageModel(), sentimentModel()];
    // A file of three classes knows no "cannot tell": without a word nothing is felt.
    return (text) => [model.find(text, languageOf.find(text).chief)?.value ?? 'neutral'];
  },
};

/** Reads for the desk, in the language that each text is found to be in. */
function openService(): (text: string) => ServiceFinding {
  const [languageOf, model] = [languageModel(), serviceModel()];
  return (text) => model.find(text, languageOf.find(text));
}

/** One of these names, or none of them; null: a label that says neither. */
function oneOf(names: readonly string[], label: string): string[] | null {
  const name = label.toLowerCase();
  if (['none', '-'].includes(name)) return ['none'];
  return names.includes(name) ? [name] : null;
}

const kind: Task = {
  columns: ['label', 'kinds', 'kind'],
  truth(label) {
    const found = label
      .toLowerCase()
      .split(/[,+;|]/)
      .map((name) => name.trim());
    const known = found.filter((name) => kinds.some((one) => one === name));
    if (known.length > 0) return known;
    return found.some((name) => ['other', 'none', '-'].includes(name)) ? ['other'] : null;
  },
  open() {
    const find = openService();
    return (text) => {
      const found = find(text).kinds.map(({ name }) => name);
      return found.length > 0 ? found : ['other'];
    };
  },
};

const complaintWords: Record<string, string> = {
  '1': 'complaint',
  true: 'complaint',
  yes: 'complaint',
  complaint: 'complaint',
  '0': 'other',
  false: 'other',
  no: 'other',
  other: 'other',
  none: 'other',
};

const complaint: Task = {
  columns: ['complaint', 'label'],
  truth(label) {
    const found = complaintWords[label.toLowerCase()];
    return found === undefined ? null : [found];
  },
  open() {
    const say = kind.open();
    return (text) => [say(text).includes('complaint') ? 'complaint' : 'other'];
  },
};

const severity: Task = {
  columns: ['label', 'severity'],
  truth: (label) => oneOf(severities, label),
  open() {
    const find = openService();
    return (text) => [find(text).severity?.name ?? 'none'];
  },
};

const promise: Task = {
  columns: ['promise', 'label', 'says'],
  truth(label) {
    const said = label
      .toLowerCase()
      .split(/[,+;|]/)
      .map((name) => name.trim());
    if (said.some((name) => ['1', 'true', 'yes', 'promise'].includes(name))) return ['promise'];
    return label === '' ? null : ['other'];
  },
  open() {
    const model = saysModel();
    return (text) => [model.find(text).some(({ name }) => name === 'promise') ? 'promise' : 'other'];
  },
};

const threat: Task = {
  columns: ['label', 'threat'],
  truth: (label) => oneOf(threats, label),
  open() {
    const find = openService();
    return (text) => {
      const found = find(text).threats;
      return found.length > 0 ? found.map(({ name }) => name) : ['none'];
    };
  },
};

/** Regions by their names, whatever stands behind the name: "Uasin Gishu County" is "uasin gishu". */
const place: Task = {
  columns: ['label', 'place', 'region', 'county', 'district', 'state'],
  truth(label) {
    const name = regionKey(label);
    return [['', 'none', 'unknown', 'und'].includes(name) ? 'none' : name];
  },
  open() {
    const [languageOf, model] = [languageModel(), placeModel()];
    return (text) => {
      const [first] = model.find(text, null, languageOf.find(text).name);
      return [first === undefined ? 'none' : regionKey(first.region)];
    };
  },
};

/** Every task by its name. */
export const tasks: Readonly<Record<string, Task>> = {
  language,
  sentiment,
  kind,
  complaint,
  severity,
  promise,
  threat,
  place,
};
