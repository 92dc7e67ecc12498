/**
 * Pictures from outside are never kept as they came: what they are is read from their first bytes, whatever they claim to be, and they are drawn
 * anew. That leaves behind where they were taken, what they were taken with, and anything hidden in them.
 */
import { Fault } from '../domain/fault.ts';

export const imageTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'] as const;
export type ImageType = (typeof imageTypes)[number];

export interface CleanImage {
  type: ImageType;
  bytes: Buffer;
  width: number;
  height: number;
}

/** Pixels of all frames together: 50 million take about 200 MB while they are drawn. */
const mostPixels = 50_000_000;
/** The longer side, in pixels. */
const longestSide = 4096;

const startsWith = (bytes: Uint8Array, text: string, at = 0) =>
  bytes.length >= at + text.length &&
  [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** What the bytes are; null for everything that is not a picture of the five kinds. */
export function typeByContent(bytes: Uint8Array): ImageType | null {
  if (startsWith(bytes, '\xff\xd8\xff')) return 'image/jpeg';
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'image/webp';
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'image/gif';
  if (startsWith(bytes, 'ftypavif', 4) || startsWith(bytes, 'ftypavis', 4)) return 'image/avif';
  return null;
}

let drawing: Promise<typeof import('sharp').default> | null = null;

/** Loaded at the first picture: it weighs some 20 MB that many desks never need. */
export function loadSharp() {
  drawing ??= import('sharp').then(({ default: sharp }) => {
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  });
  return drawing;
}

/** Draws a picture anew. Throws Fault `media_refused` for anything else and for a picture that is broken or beyond all measure. */
export async function cleanImage(bytes: Uint8Array): Promise<CleanImage> {
  const type = typeByContent(bytes);
  if (type === null)
    throw new Fault(
      'media_refused',
      'Only pictures are kept: JPEG, PNG, WebP, GIF or AVIF. Send one of these.',
    );
  const sharp = await loadSharp();
  try {
    const animated = type === 'image/gif' || type === 'image/webp';
    const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', animated })
      // Turned as the camera noted it, since the note itself is left behind.
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .timeout({ seconds: 20 });
    const { data, info } = await encoded(picture, type).toBuffer({ resolveWithObject: true });
    return { type: kept(type), bytes: data, width: info.width, height: info.pageHeight ?? info.height };
  } catch (cause) {
    throw new Fault('media_refused', 'This picture is damaged or too large to be drawn. Send another one.', {
      cause,
    });
  }
}

/** AVIF takes many seconds to write: it becomes WebP. */
const kept = (type: ImageType): ImageType => (type === 'image/avif' ? 'image/webp' : type);

function encoded(picture: import('sharp').Sharp, type: ImageType): import('sharp').Sharp {
  switch (kept(type)) {
    case 'image/jpeg':
      return picture.jpeg({ quality: 85, mozjpeg: false });
    case 'image/png':
      return picture.png({ compressionLevel: 8 });
    case 'image/gif':
      return picture.gif();
    default:
      return picture.webp({ quality: 85 });
  }
}
