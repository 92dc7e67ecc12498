/** What is written for people is compared with what the program does, both ways. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { archiveFields } from '../../src/channels/archive/row.ts';
import { channels } from '../../src/channels/networks.ts';
import { commands } from '../../src/cli/commands.ts';
import { fileSetting, settingList } from '../../src/cli/settings.ts';
import { caseStates } from '../../src/domain/case.ts';
import { faultCodes } from '../../src/domain/fault.ts';
import { historyActions } from '../../src/domain/history.ts';
import { replyStates } from '../../src/domain/reply.ts';
import { roles } from '../../src/domain/rights.ts';
import { floors } from './walls.ts';

const root = join(import.meta.dirname, '../..');
const document = (name: string) => readFileSync(join(root, name), 'utf8');

/** The rows of the table under a heading, cells trimmed and without their backticks; the title row is left out. */
function tableUnder(name: string, heading: string): string[][] {
  const text = document(name);
  const section = text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${name} has no heading "${heading}"`);
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const firstCells = (name: string, heading: string) => tableUnder(name, heading).map(([cell]) => cell ?? '');

test('docs/architecture.md lists every room with its floor, and no other', () => {
  const rooms = tableUnder('docs/architecture.md', 'The rooms').map(([room, floor]) => [room, Number(floor)]);
  expect(Object.fromEntries(rooms)).toEqual(floors);
});

test('docs/architecture.md lists every action of the history, and no other', () => {
  expect(firstCells('docs/architecture.md', 'The history').sort()).toEqual([...historyActions].sort());
});

test('docs/errors.md lists every code with its status, and no other', () => {
  const listed = tableUnder('docs/errors.md', 'Codes').map(([code, status]) => [code, Number(status)]);
  expect(Object.fromEntries(listed)).toEqual(faultCodes);
  for (const [, , meaning, remedy] of tableUnder('docs/errors.md', 'Codes')) {
    expect([meaning, remedy].every((cell) => (cell ?? '').length > 10)).toBe(true);
  }
});

test('docs/settings.md lists every setting with its default, and no other', () => {
  const listed = tableUnder('docs/settings.md', 'Settings').map(([name, initial]) => [name, initial]);
  const known = Object.entries(settingList).map(([name, schema]) => {
    const initial = schema.parse(undefined);
    return [name, initial === null ? '' : String(initial)];
  });
  expect(Object.fromEntries(listed)).toEqual({ ...Object.fromEntries(known), [fileSetting]: '' });
});

test('docs/glossary.md explains every state and every role, and no other', () => {
  expect(firstCells('docs/glossary.md', 'States of a case')).toEqual([...caseStates]);
  expect(firstCells('docs/glossary.md', 'States of a reply')).toEqual([...replyStates]);
  expect(firstCells('docs/glossary.md', 'Roles of a member')).toEqual([...roles]);
});

test('docs/channels.md tells for every network what was tested against what, as the product does', () => {
  const tools = { fetch, now: () => new Date(0), log: () => undefined };
  const told = Object.values(channels).flatMap((factory) => {
    const { name, evidence } = factory(tools);
    return evidence.map(({ what, by }) => [name, what, by]);
  });
  expect(tableUnder('docs/channels.md', 'Evidence')).toEqual(told);
});

test('docs/archive-format.md lists every field, and no other', () => {
  const listed = tableUnder('docs/archive-format.md', 'Fields').map(([field, needed]) => [field, needed]);
  const known = [
    ...archiveFields.required.map((field) => [field, 'yes']),
    ...archiveFields.optional.map((field) => [field, 'no']),
  ];
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(known));
});

test('docs/operating.md lists every command, and no other', () => {
  expect(
    firstCells('docs/operating.md', 'Commands').map((cell) => cell.replace('npx answerable ', '')),
  ).toEqual(commands.map(({ name }) => name));
});

const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(documents.map((name) => [name]))('the links of %s lead somewhere', (name) => {
  const targets = [...document(name).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target ?? '');
  const lost = targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(root, name, '..', target)));
  expect(lost).toEqual([]);
});

test('every decision is numbered, asks a question, and names its choice and its cost', () => {
  const names = readdirSync(join(root, 'docs/decisions')).sort();
  expect(names.map((name) => name.slice(0, 4))).toEqual(
    names.map((_, at) => String(at + 1).padStart(4, '0')),
  );
  for (const name of names) {
    const text = document(`docs/decisions/${name}`);
    for (const part of ['**Question.**', '**Choice.**', '**Cost.**']) expect(text).toContain(part);
  }
});
