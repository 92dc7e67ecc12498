/**
 * Files that members show each other: the usual kinds, told by their bytes, whatever their names claim. A picture is drawn anew; everything else is kept as it came and only ever handed
 * out as a download. What a browser or a computer would run (pages, scripts, programs, documents with macros) is not taken.
 */
import { Fault } from '../domain/fault.ts';
import { cleanFileName, endingOf } from '../domain/fileName.ts';
import { cleanImage, typeByContent } from './image.ts';
import { officeKind } from './officeKind.ts';

export interface AttachableFile {
  name: string;
  type: string;
  bytes: Buffer;
  /** In pixels; null for what is no picture. */
  width: number | null;
  height: number | null;
}

interface Kind {
  type: string;
  endings: readonly string[];
}

/** Bytes at which it is looked for what a file is. */
const headLength = 1_024;

const latin = (bytes: Buffer, from: number, to: number) => bytes.subarray(from, to).toString('latin1');

/** Older documents of an office look alike: the name says which. */
const older: readonly Kind[] = [
  { type: 'application/msword', endings: ['doc'] },
  { type: 'application/vnd.ms-excel', endings: ['xls'] },
  { type: 'application/vnd.ms-powerpoint', endings: ['ppt'] },
];
const texts: readonly Kind[] = [
  { type: 'text/plain', endings: ['txt', 'md', 'log'] },
  { type: 'text/csv', endings: ['csv', 'tsv'] },
  { type: 'text/calendar', endings: ['ics'] },
  { type: 'text/vcard', endings: ['vcf'] },
];

/**
 * Films and recordings in the container of MPEG-4, by what they say of themselves (ISO/IEC 14496-12, 4.3; the registered brands of mp4ra.org). Pictures come in it, too, with the place where they were taken: those are
 * not among these.
 */
const filmBrand =
  /^(isom|iso[2-9a-c]|mp4[12v]|avc1|dash|MSNV|M4V[ HP]|M4VP|f4v |mmp4|3g[egprs2][0-9a-h]|qt {2})$/;
const soundBrand = /^(M4[AB] |f4a )$/;
const pictureBrand = /^(hei[cfmsx]|hev[cmsx]|mif[12]|msf1|avi[fs]|jp[2xm] |crx )$/;

/** Recordings, by their first bytes (the signatures of each format's own specification). */
function recordingKind(bytes: Buffer, head: string, ending: string): Kind | null {
  if (head.startsWith('ID3') || /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb]/.test(head))
    return { type: 'audio/mpeg', endings: ['mp3'] };
  if (/^\xff[\xf0\xf1\xf8\xf9]/.test(head)) return { type: 'audio/aac', endings: ['aac'] };
  if (head.startsWith('OggS')) return { type: 'audio/ogg', endings: ['ogg', 'oga', 'opus'] };
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WAVE') return { type: 'audio/wav', endings: ['wav'] };
  if (head.startsWith('fLaC')) return { type: 'audio/flac', endings: ['flac'] };
  if (head.startsWith('#!AMR')) return { type: 'audio/amr', endings: ['amr'] };
  if (bytes.length > 4 && bytes.readUInt32BE(0) === 0x1a45dfa3)
    return { type: 'video/webm', endings: ['webm', 'weba'] };
  if (head.slice(4, 8) !== 'ftyp') return null;
  const brand = head.slice(8, 12);
  const along = head.slice(16, bytes.readUInt32BE(0)).match(/.{4}/gs) ?? [];
  if ([brand, ...along].some((one) => pictureBrand.test(one)))
    throw new Fault(
      'media_refused',
      'Pictures of this kind (HEIC) are not taken, since the place where they were taken would go along. Send it as a JPEG.',
    );
  if (soundBrand.test(brand) || (filmBrand.test(brand) && ending === 'm4a'))
    return { type: 'audio/mp4', endings: ['m4a'] };
  return filmBrand.test(brand) ? { type: 'video/mp4', endings: ['mp4', 'm4v', '3gp', 'mov'] } : null;
}

/** A text has no signs that only machines read. */
function textKind(bytes: Buffer, ending: string): Kind | null {
  const wide = bytes.length > 1 && bytes.readUInt16BE(0) === 0xfffe;
  const isText = wide || bytes.every((byte) => byte > 31 || (byte > 8 && byte < 14));
  return isText ? (texts.find(({ endings }) => endings.includes(ending)) ?? null) : null;
}

function kindOf(bytes: Buffer, ending: string): Kind | null {
  const head = latin(bytes, 0, headLength);
  if (head.startsWith('PK\x03\x04')) return officeKind(bytes);
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) {
    const macros = bytes.includes(Buffer.from('_VBA_PROJECT', 'utf16le'));
    return macros ? null : (older.find(({ endings }) => endings.includes(ending)) ?? null);
  }
  if (head.startsWith('{\\rtf')) return { type: 'application/rtf', endings: ['rtf'] };
  // Only where it begins: a page or an archive with these letters further inside would be one thing here and another where it is opened.
  if (/^(\xef\xbb\xbf)?\s{0,64}%PDF-/.test(head)) return { type: 'application/pdf', endings: ['pdf'] };
  return recordingKind(bytes, head, ending) ?? textKind(bytes, ending);
}

/** Reads what a file is, and gives it a name with an ending of its kind. Throws Fault `media_refused` for what is not taken. */
export async function attachableFile(bytes: Buffer, given: string): Promise<AttachableFile> {
  const name = cleanFileName(given);
  if (typeByContent(bytes) !== null) {
    const picture = await cleanImage(bytes);
    return { ...picture, name: endedWith(name, [picture.type.slice('image/'.length), 'jpg']) };
  }
  const kind = bytes.length === 0 ? null : kindOf(bytes, endingOf(name));
  if (kind === null)
    throw new Fault(
      'media_refused',
      'This file is not taken. Attach a PDF, an office document without macros, a text, a recording or a picture.',
    );
  return { name: endedWith(name, kind.endings), type: kind.type, bytes, width: null, height: null };
}

/** What opens a file on a computer is its ending: it says what the bytes are. */
function endedWith(name: string, endings: readonly string[]): string {
  const [usual = ''] = endings;
  if (name === '') return `file.${usual}`;
  return endings.includes(endingOf(name)) ? name : `${name}.${usual}`;
}
