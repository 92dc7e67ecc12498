import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fitImage } from './fitImage.ts';

/** What no encoder can make small without loss. */
const noisy = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({
    create: { width, height, channels, background: 'red', noise: { type: 'gaussian', mean: 120, sigma: 60 } },
  });
const all = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

describe('a picture for a network', () => {
  it('that fits is not touched', async () => {
    const picture = { type: 'image/png', bytes: await noisy(20, 10).png().toBuffer(), width: 20, height: 10 };
    expect(await fitImage(picture, { mostBytes: picture.bytes.length, types: all })).toBe(picture);
  });

  it('that is too large is drawn smaller in its proportions, and JPEG stays JPEG', async () => {
    const bytes = await noisy(1600, 800).jpeg({ quality: 95 }).toBuffer();
    const fitted = await fitImage(
      { type: 'image/jpeg', bytes, width: 1600, height: 800 },
      { mostBytes: 200_000, types: all },
    );
    expect(fitted.bytes.length).toBeLessThanOrEqual(200_000);
    expect(await sharp(fitted.bytes).metadata()).toMatchObject({
      format: 'jpeg',
      width: fitted.width,
      height: fitted.height,
    });
    expect(fitted.width / fitted.height).toBeCloseTo(2, 1);
  });

  it('keeps what shines through where the network takes WebP, and has a white ground where it does not', async () => {
    const bytes = await sharp(await noisy(600, 600).png().toBuffer())
      .ensureAlpha(0.5)
      .png()
      .toBuffer();
    const picture = { type: 'image/png', bytes, width: 600, height: 600 };
    const kept = await fitImage(picture, { mostBytes: bytes.length / 2, types: all });
    expect(await sharp(kept.bytes).metadata()).toMatchObject({ format: 'webp', hasAlpha: true });
    const flat = await fitImage(picture, { mostBytes: bytes.length / 2, types: ['image/jpeg'] });
    expect(await sharp(flat.bytes).metadata()).toMatchObject({ format: 'jpeg', hasAlpha: false });
  });

  it('still moves when it moved', async () => {
    const frames = await Promise.all([1, 2, 3].map(() => noisy(300, 300).png().toBuffer()));
    const bytes = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const fitted = await fitImage(
      { type: 'image/gif', bytes, width: 300, height: 300 },
      { mostBytes: 120_000, types: all },
    );
    expect(fitted.bytes.length).toBeLessThanOrEqual(120_000);
    expect(await sharp(fitted.bytes).metadata()).toMatchObject({ pages: 3 });
    expect(fitted.height).toBe(fitted.width);
  });

  it('that no step makes small enough is refused with what to do', async () => {
    const picture = {
      type: 'image/png',
      bytes: await noisy(400, 400).png().toBuffer(),
      width: 400,
      height: 400,
    };
    await expect(fitImage(picture, { mostBytes: 100, types: all })).rejects.toMatchObject({
      code: 'media_too_large',
    });
  });

  it('that cannot be drawn is refused', async () => {
    const picture = { type: 'image/png', bytes: Buffer.from('no picture'), width: 1, height: 1 };
    await expect(fitImage(picture, { mostBytes: 5, types: all })).rejects.toMatchObject({
      code: 'media_refused',
    });
  });
});
