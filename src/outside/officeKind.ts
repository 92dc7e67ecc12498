/** Which document of an office an archive is, by what it says of itself, and that it carries nothing that would run. */
import { type ArchiveEntry, archiveEntries, entryContent } from './archiveEntries.ts';

export interface OfficeKind {
  type: string;
  endings: readonly string[];
}

/** Of OOXML, by the kind of the main part (ECMA-376, part 1, 11.3, 12.3, 13.3). Those with macros have other kinds. */
const packaged: readonly (OfficeKind & { main: string })[] = [
  ['wordprocessingml.document', 'docx', 'document'],
  ['spreadsheetml.sheet', 'xlsx', 'sheet'],
  ['presentationml.presentation', 'pptx', 'presentation'],
].map(([kind = '', ending = '']) => ({
  main: `openxmlformats-officedocument.${kind}.main+xml`,
  type: `application/vnd.openxmlformats-officedocument.${kind}`,
  endings: [ending],
}));

/** Of ODF, by what its first file says (OpenDocument 1.3, part 2, 3.3). */
const open: readonly OfficeKind[] = [
  { type: 'application/vnd.oasis.opendocument.text', endings: ['odt'] },
  { type: 'application/vnd.oasis.opendocument.spreadsheet', endings: ['ods'] },
  { type: 'application/vnd.oasis.opendocument.presentation', endings: ['odp'] },
];

/** Macros, scripts and controls by the names of their parts. */
const runs = /(^|\/)(basic|scripts|macrosheets|activex)\/|vba(project|data)/i;
/** The same by the kinds of parts, and letters written so that they are not read at once. */
const declaresRunning = /vba|macro|activex|&#/i;
/** In bytes: of the list of the parts' kinds. */
const mostKinds = 1_048_576;

/** The kind; null for every other archive, and for a document with macros, scripts or controls in it. */
export function officeKind(bytes: Buffer): OfficeKind | null {
  const entries = archiveEntries(bytes);
  if (entries === null || entries.some(({ name }) => runs.test(name))) return null;
  if (new Set(entries.map(({ name }) => name.toLowerCase())).size !== entries.length) return null;
  const [first] = entries;
  if (first?.name === 'mimetype') return openKind(bytes, first);
  const listed = entries.find(({ name }) => name === '[Content_Types].xml');
  const kinds = listed === undefined ? null : entryContent(bytes, listed, mostKinds)?.toString('utf8');
  if (kinds == null || declaresRunning.test(kinds)) return null;
  return packaged.find(({ main }) => kinds.includes(main)) ?? null;
}

function openKind(bytes: Buffer, first: ArchiveEntry): OfficeKind | null {
  const said = entryContent(bytes, first, 200)?.toString('latin1').trim();
  return open.find(({ type }) => type === said) ?? null;
}
