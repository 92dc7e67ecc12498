import { signed } from '../../../../src/domain/reply.ts';

/** The text as its writer typed it: without the signature that was put behind it. */
export function unsigned(text: string, signature: string | null): string {
  if (signature === null || signature === '') return text;
  const body = text.trimEnd();
  return body.endsWith(signature) ? body.slice(0, -signature.length).trimEnd() : text;
}

/** What will be put behind the text when it goes out; nothing where it stands there already. */
export function signatureToCome(text: string, signature: string | null): string {
  const body = text.trimEnd();
  return signed(body, signature).slice(body.length).trim();
}
