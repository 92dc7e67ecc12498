/** Secrets at rest: AES-256-GCM with a key that is never in the database, bound to the row it belongs to. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** The first byte of what is stored, so that the form can change later. */
const form = 1;

export interface MasterKey {
  /** Encrypts for one place, named by its organisation and row. */
  seal(place: SecretPlace, secret: Record<string, string>): Buffer;
  /** Throws Fault `key_unusable` when it was sealed with another key or for another place. */
  open(place: SecretPlace, sealed: Buffer): Record<string, string>;
  /** A key derived for one purpose: the sessions' signature, say. Base64. */
  derive(purpose: string): string;
}

export interface SecretPlace {
  organisationId: number;
  accountId: string;
}

/** The master key from its base64 form. Throws Fault `key_unusable` when it is not 32 bytes. */
export function masterKey(base64: string): MasterKey {
  const key = Buffer.from(base64.trim(), 'base64');
  if (key.length !== keyBytes || !/^[A-Za-z0-9+/_-]+=*$/.test(base64.trim())) {
    throw new Fault(
      'key_unusable',
      'ANSWERABLE_KEY is not 32 bytes in base64. Make one with "openssl rand -base64 32", or give back the key that was used before.',
    );
  }
  const sealing = Buffer.from(hkdfSync('sha256', key, '', 'answerable account secrets', keyBytes));
  return {
    seal: (place, secret) => seal(sealing, place, secret),
    open: (place, sealed) => unseal(sealing, place, sealed),
    derive: (purpose) =>
      Buffer.from(hkdfSync('sha256', key, '', `answerable ${purpose}`, keyBytes)).toString('base64'),
  };
}

const bound = (place: SecretPlace) => Buffer.from(`${place.organisationId}/${place.accountId}`);

function seal(key: Buffer, place: SecretPlace, secret: Record<string, string>): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(bound(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([form]), nonce, cipher.getAuthTag(), text]);
}

function unseal(key: Buffer, place: SecretPlace, sealed: Buffer): Record<string, string> {
  try {
    if (sealed[0] !== form) throw new Error(`a secret of the unknown form ${sealed[0]}`);
    const nonce = sealed.subarray(1, 1 + nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(bound(place));
    decipher.setAuthTag(sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes));
    const text = Buffer.concat([
      decipher.update(sealed.subarray(1 + nonceBytes + tagBytes)),
      decipher.final(),
    ]);
    return JSON.parse(text.toString('utf8')) as Record<string, string>;
  } catch (cause) {
    throw new Fault(
      'key_unusable',
      'The saved passwords of connected accounts cannot be read with this key. Give ANSWERABLE_KEY (or the file "key" in the data folder) its former value, or connect the accounts again.',
      { cause },
    );
  }
}

/** The key that was given, or the one in the data folder; that one is made at the first start, readable by its owner only. */
export async function loadMasterKey(from: {
  given?: string | undefined;
  folder: string;
}): Promise<MasterKey> {
  if (from.given !== undefined && from.given !== '') return masterKey(from.given);
  const path = join(from.folder, 'key');
  return masterKey((await readKey(path)) ?? (await makeKey(from.folder, path)));
}

async function readKey(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Fault(
      'key_unusable',
      'The file "key" in the data folder cannot be read. Let this program\'s own user read it.',
      { cause },
    );
  }
}

/** Written whole under another name and linked, so that two programs starting at once agree on one key and none reads half of it. */
async function makeKey(folder: string, path: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(path, 'utf8');
}
