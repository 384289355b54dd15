import { readFileSync, writeFileSync } from 'node:fs';
import UPNG from 'upng-js';

/** The most colours that a PNG palette can hold. A picture of an editor, with its smoothed letters, has hardly more. */
const COLOURS = 256;

/** The colour type of a PNG with a palette. */
const NUMBERED = 3;

/** Rewrites a PNG with a palette if that makes it smaller. It shrinks to about a third. */
export const shrinkPicture = (path: string): void => {
  const before = readFileSync(path);
  const picture = UPNG.decode(new Uint8Array(before).buffer);
  if (picture.ctype === NUMBERED) return;
  const after = Buffer.from(UPNG.encode(UPNG.toRGBA8(picture), picture.width, picture.height, COLOURS));
  if (after.length < before.length) writeFileSync(path, after);
};
