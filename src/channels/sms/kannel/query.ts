/** Reads the fields of Kannel's address byte by byte: it writes the words of an SMS in the charset that it names, which need not be UTF-8. */
import { storable } from '../../reading.ts';
import type { Called } from '../../receiving.ts';

const mostFields = 40;
const longest = 20_000;
/** What Kannel may name; what it names otherwise is read as UTF-8. */
const charsets: Readonly<Record<string, string>> = {
  'utf-16be': 'utf-16be',
  'ucs-2': 'utf-16be',
  'windows-1252': 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'utf-8': 'utf-8',
};

/** The fields; `text` in the charset that `charset` says. Never throws. */
export function kannelFields({ address, query }: Called): Record<string, string> {
  const at = address.indexOf('?');
  if (at < 0)
    return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, storable(value)]));
  const raw = new Map<string, Buffer>();
  for (const pair of address
    .slice(at + 1)
    .split('&')
    .slice(0, mostFields)) {
    const cut = pair.indexOf('=');
    if (cut > 0) raw.set(pair.slice(0, cut), bytesOf(pair.slice(cut + 1, cut + 1 + longest)));
  }
  const named = raw.get('charset')?.toString('latin1').toLowerCase() ?? '';
  const charset = charsets[named] ?? (raw.get('coding')?.toString('latin1') === '2' ? 'utf-16be' : 'utf-8');
  return Object.fromEntries(
    [...raw].map(([name, bytes]) => [
      name,
      storable(new TextDecoder(name === 'text' ? charset : 'utf-8').decode(bytes)),
    ]),
  );
}

/** What stands for the bytes in an address: a plus is a space, what is no hexadecimal number stands for itself. */
function bytesOf(written: string): Buffer {
  const plain = written.replaceAll('+', ' ');
  const bytes: number[] = [];
  for (let i = 0; i < plain.length; i += 1) {
    const code = /^%([0-9a-fA-F]{2})/.exec(plain.slice(i, i + 3))?.[1];
    if (code === undefined) bytes.push(...Buffer.from(plain.charAt(i), 'utf8'));
    else {
      bytes.push(Number.parseInt(code, 16));
      i += 2;
    }
  }
  return Buffer.from(bytes);
}
