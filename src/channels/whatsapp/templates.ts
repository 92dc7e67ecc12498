/** Approved templates: what may be written when the 24 hours are over. They are read from Meta, and known again by their words. */
import type { ChannelTools } from '../channel.ts';
import { type Dictionary, dictionaries, dictionary, text } from '../reading.ts';
import { ask, type GraphAccess, type Refusal } from './graph.ts';

export interface Template {
  name: string;
  language: string;
  /** "UTILITY", say: by it Meta's price list is ordered. */
  category: string;
  /** As its reader sees it, with places such as {{1}} to fill in. */
  text: string;
  /** Its places have names instead of numbers. */
  isNamed: boolean;
}

/** A template that somebody filled in. */
export interface FilledTemplate {
  template: Template;
  /** In the order of the template's places. */
  parameters: { name: string; value: string }[];
}

const place = /\{\{\s*(\w{1,60})\s*\}\}/;
const mostPages = 10;

/** The approved ones that need nothing but words; null where Meta does not let us read them. Throws as `ask` does. */
export async function approvedTemplates(
  tools: ChannelTools,
  access: GraphAccess,
): Promise<Template[] | Refusal> {
  const business = access.settings.businessAccountId ?? '';
  const fields = 'name,language,status,category,components,parameter_format';
  const found: Template[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const query = { status: 'APPROVED', fields, limit: '100', ...(after === null ? {} : { after }) };
    const answer = await ask(tools.fetch, access, { path: `${business}/message_templates`, query });
    if (!answer.ok) return answer;
    found.push(...dictionaries(answer.body.data).flatMap(readTemplate));
    const paging = dictionary(answer.body.paging);
    after = text(paging?.next) === null ? null : text(dictionary(paging?.cursors)?.after);
    if (after === null) break;
  }
  return found;
}

/** None where it is not approved, or needs a picture or a link that is filled in. */
function readTemplate(read: Dictionary): Template[] {
  const [name, language] = [text(read.name), text(read.language)];
  if (name === null || language === null || read.status !== 'APPROVED') return [];
  const words: string[] = [];
  for (const part of dictionaries(read.components)) {
    const said = text(part.text) ?? '';
    if (part.type === 'BUTTONS') {
      if (dictionaries(part.buttons).some(needsMore)) return [];
    } else if (part.type === 'BODY') words.push(said);
    else if (part.type === 'FOOTER' || (part.type === 'HEADER' && (part.format ?? 'TEXT') === 'TEXT')) {
      if (place.test(said)) return [];
      words.push(said);
    } else return [];
  }
  const category = text(read.category) ?? '';
  const isNamed = read.parameter_format === 'NAMED';
  return [{ name, language, category, isNamed, text: words.filter((one) => one !== '').join('\n\n') }];
}

const needsMore = (button: Dictionary): boolean =>
  !['QUICK_REPLY', 'PHONE_NUMBER', 'URL'].includes(text(button.type) ?? '') ||
  place.test(text(button.url) ?? '');

/** The template that these words are, one in this language first; null where they are none of them. */
export function templateIn(
  words: string,
  templates: readonly Template[],
  language: string | null,
): FilledTemplate | null {
  const first = (one: Template) => Number(one.language.slice(0, 2) !== language?.slice(0, 2));
  for (const template of [...templates].sort((a, b) => first(a) - first(b))) {
    const parameters = parametersIn(plain(words), plain(template.text));
    if (parameters !== null) return { template, parameters };
  }
  return null;
}

const plain = (words: string): string => words.replaceAll('\r\n', '\n').trim();

/** What stands at the places; null where the words between them are others, or a place is empty, or filled in two ways. */
function parametersIn(words: string, template: string): FilledTemplate['parameters'] | null {
  const pieces = template.split(new RegExp(place.source, 'g'));
  const found = new Map<string, string>();
  let rest = words;
  for (let at = 0; at < pieces.length; at += 2) {
    const literal = pieces[at] ?? '';
    const isLast = at + 1 >= pieces.length;
    const start = at === 0 ? 0 : isLast ? rest.length - literal.length : rest.indexOf(literal, 1);
    if (start < 0 || !rest.startsWith(literal, start) || (isLast && start + literal.length !== rest.length))
      return null;
    if (at > 0 && !fillIn(found, pieces[at - 1] ?? '', rest.slice(0, start))) return null;
    rest = rest.slice(start + literal.length);
  }
  return [...found].map(([name, value]) => ({ name, value }));
}

function fillIn(found: Map<string, string>, name: string, value: string): boolean {
  const before = found.get(name);
  found.set(name, value);
  return value.trim() !== '' && (before === undefined || before === value);
}

/** Why Meta would refuse what was filled in; null where it would not. */
export function whatIsWrongWith({ parameters }: FilledTemplate): string | null {
  const empty = parameters.find(({ value }) => /\{\{.*\}\}/.test(value));
  if (empty !== undefined) return `Fill in ${empty.value} first.`;
  const broken = parameters.some(({ value }) => /[\n\t]| {4}/.test(value));
  return broken ? 'What is filled into a template must stand in one line, without wide gaps.' : null;
}

/** As a message carries it. */
export function templateObject({ template, parameters }: FilledTemplate): Dictionary {
  const filled = parameters.map(({ name, value }) => ({
    type: 'text',
    text: value,
    ...(template.isNamed ? { parameter_name: name } : {}),
  }));
  return {
    name: template.name,
    language: { policy: 'deterministic', code: template.language },
    ...(filled.length === 0 ? {} : { components: [{ type: 'body', parameters: filled }] }),
  };
}

/** A sentence that names them. */
export function namedTemplates(templates: readonly Template[]): string {
  const names = [...new Set(templates.map(({ name }) => name))];
  if (names.length === 0) return 'Meta has approved none yet: write one in WhatsApp Manager.';
  const more = names.length > 8 ? ` and ${names.length - 8} more` : '';
  return `Approved are: ${names.slice(0, 8).join(', ')}${more}.`;
}
