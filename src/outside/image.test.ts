import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cleanImage, typeByContent } from './image.ts';

const square = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: { r: 10, g: 120, b: 90 } } });

const withPlace = () =>
  square()
    .jpeg()
    .withExif({
      IFD0: { Make: 'Invented Camera' },
      IFD3: { GPSLatitude: '1/1 17/1 0/1', GPSLatitudeRef: 'S', GPSLongitude: '36/1 49/1 0/1' },
    })
    .toBuffer();

describe('pictures from outside', () => {
  it('leaves behind where a picture was taken', async () => {
    const taken = await withPlace();
    expect((await sharp(taken).metadata()).exif).toBeDefined();
    const clean = await cleanImage(taken);
    const kept = await sharp(clean.bytes).metadata();
    expect(kept.exif).toBeUndefined();
    expect(kept.xmp).toBeUndefined();
    expect(clean.bytes.includes('Invented Camera')).toBe(false);
    expect([clean.type, clean.width, clean.height]).toEqual(['image/jpeg', 40, 20]);
  });

  it('turns a picture as the camera held it', async () => {
    const clean = await cleanImage(await square().jpeg().withMetadata({ orientation: 6 }).toBuffer());
    expect([clean.width, clean.height]).toEqual([20, 40]);
  });

  it('keeps the kind of PNG, WebP and GIF, and makes WebP of AVIF', async () => {
    const kinds = [];
    for (const bytes of [
      await square().png().toBuffer(),
      await square().webp().toBuffer(),
      await square().gif().toBuffer(),
      await square().avif().toBuffer(),
    ])
      kinds.push((await cleanImage(bytes)).type);
    expect(kinds).toEqual(['image/png', 'image/webp', 'image/gif', 'image/webp']);
  });

  it('makes a large picture smaller and leaves its proportions', async () => {
    const wide = await sharp({ create: { width: 8192, height: 64, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const clean = await cleanImage(wide);
    expect([clean.width, clean.height]).toEqual([4096, 32]);
  });

  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['an HTML page', '<!doctype html><script>alert(1)</script>'],
    ['a page that begins like a picture', '\xff\xd8\xff<script>alert(1)</script>'],
    ['a GIF that is a script', 'GIF89a=1;alert(1)'],
    ['nothing', ''],
  ])('refuses %s', async (_what, text) => {
    await expect(cleanImage(Buffer.from(text, 'latin1'))).rejects.toMatchObject({ code: 'media_refused' });
  });

  it('drops what hides behind the end of a picture', async () => {
    const bytes = Buffer.concat([await square().png().toBuffer(), Buffer.from('<script>hidden</script>')]);
    expect((await cleanImage(bytes)).bytes.includes('hidden')).toBe(false);
  });

  it('refuses a small file that would fill the memory once drawn', async () => {
    const bomb = await sharp({
      create: { width: 10_000, height: 6_000, channels: 3, background: 'white' },
      limitInputPixels: false,
    })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(cleanImage(bomb)).rejects.toMatchObject({ code: 'media_refused' });
  });

  it('names a kind or none for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(() => typeByContent(bytes)).not.toThrow();
      }),
    );
  });
});
