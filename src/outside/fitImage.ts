/** Makes pictures fit what a network takes, by drawing them smaller and coarser step by step. */
import type { Sharp } from 'sharp';
import { Fault } from '../domain/fault.ts';
import { loadSharp } from './image.ts';

export interface Picture {
  type: string;
  bytes: Uint8Array;
  /** In pixels. */
  width: number;
  height: number;
}

/** What a network takes. */
export interface PictureLimit {
  mostBytes: number;
  types: readonly string[];
}

interface Step {
  /** The longer side, in pixels. */
  side: number;
  quality: number;
}

/** From hardly visible to what still shows what it is about. */
const steps: readonly Step[] = [
  { side: 4096, quality: 80 },
  { side: 2400, quality: 80 },
  { side: 2000, quality: 72 },
  { side: 1600, quality: 70 },
  { side: 1200, quality: 65 },
  { side: 900, quality: 60 },
  { side: 600, quality: 55 },
];
/** Moving pictures take long to draw. */
const movingSteps: readonly Step[] = [
  { side: 800, quality: 65 },
  { side: 480, quality: 60 },
  { side: 320, quality: 50 },
];

/**
 * The picture itself where it fits, else the first step that does. Throws Fault `media_too_large` where none does, `media_refused` for one
 * that cannot be drawn.
 */
export async function fitImage(picture: Picture, limit: PictureLimit): Promise<Picture> {
  if (picture.bytes.length <= limit.mostBytes) return picture;
  const sharp = await loadSharp();
  try {
    const { pages = 1, hasAlpha } = await sharp(picture.bytes).metadata();
    const moving = pages > 1;
    const type = typeFor(picture.type, { moving, transparent: hasAlpha }, limit.types);
    for (const step of moving ? movingSteps : steps) {
      const drawn = sharp(picture.bytes, { animated: moving })
        .resize({ width: step.side, height: step.side, fit: 'inside', withoutEnlargement: true })
        .timeout({ seconds: 8 });
      const { data, info } = await encoded(drawn, type, step, moving).toBuffer({ resolveWithObject: true });
      const height = info.pageHeight ?? info.height;
      if (data.length <= limit.mostBytes) return { type, bytes: data, width: info.width, height };
    }
  } catch (cause) {
    throw new Fault('media_refused', 'An attached picture cannot be drawn. Attach another one.', { cause });
  }
  const megabytes = (limit.mostBytes / 1_000_000).toFixed(1);
  throw new Fault(
    'media_too_large',
    `An attached picture stays above the ${megabytes} MB that this network takes. Attach a smaller one.`,
  );
}

/** JPEG stays what it is; WebP is smaller than all others and keeps what moves or shines through. */
function typeFor(
  type: string,
  has: { moving: boolean; transparent: boolean },
  taken: readonly string[],
): string {
  const wanted = type === 'image/jpeg' ? ['image/jpeg', 'image/webp'] : ['image/webp', 'image/jpeg'];
  if (has.moving) wanted.splice(0, 2, 'image/webp', 'image/gif');
  else if (has.transparent) wanted.splice(0, 2, 'image/webp', 'image/jpeg');
  return wanted.find((one) => taken.includes(one)) ?? type;
}

function encoded(drawn: Sharp, type: string, { quality }: Step, moving: boolean): Sharp {
  if (type === 'image/webp') return drawn.webp({ quality, effort: moving ? 1 : 4 });
  if (type === 'image/gif') return drawn.gif({ interFrameMaxError: 8 });
  if (type === 'image/png') return drawn.png({ palette: true, quality });
  // What shines through would become black.
  return drawn.flatten({ background: 'white' }).jpeg({ quality });
}
