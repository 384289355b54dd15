import { writeFileSync } from 'node:fs';
import { encode } from 'modern-gif';
import { PNG } from 'pngjs';

/** One picture of a movie: a PNG, and how long it is shown, in ms. */
export interface MovieFrame {
  readonly png: Buffer;
  readonly shown: number;
}

/** Writes pictures of one size as a moving one, over and over. */
export const writeMovie = async (path: string, frames: readonly MovieFrame[]): Promise<void> => {
  const pictures = frames.map(({ png, shown }) => ({ ...PNG.sync.read(png), shown }));
  const [first] = pictures;
  if (!first) throw new Error('There is no picture to move.');
  const { width, height } = first;
  const made = await encode({
    ...{ width, height, maxColors: 255, loopCount: 0 },
    frames: pictures.map(({ data, shown }) => ({ data: new Uint8ClampedArray(data), delay: shown })),
  });
  writeFileSync(path, new Uint8Array(made));
};
