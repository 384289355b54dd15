import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { writeMovie, type MovieFrame } from '../../../scripts/pictures/movie.ts';
import { root } from '../../../scripts/project.ts';
import { takesPictures } from './editor.ts';
import type { EditorWindow } from './window.ts';

export { takesPictures };

/** How a window is looked at: one run through the same steps for each. */
export interface Take {
  readonly name: string;
  /** The theme, by its id: what the editor does not know it takes for the one that it comes with. */
  readonly theme: string;
  readonly size: { readonly width: number; readonly height: number };
  /** How wide the side bar is, where that matters. */
  readonly sideBar?: number;
  /** The theme that its pictures are for in the walkthrough. */
  readonly walkthrough?: 'light' | 'dark' | 'hc' | 'hcLight';
  readonly isMovie?: true;
}

const WIDE = { width: 1280, height: 800 };

/** Letters of one width that a machine for pictures has; the editor's own choice there may be others, far apart. */
const MONOSPACE = "'DejaVu Sans Mono', monospace";

/** Settings of a window of which pictures are taken. */
export const PICTURE_SETTINGS: Readonly<Record<string, unknown>> = takesPictures
  ? { 'editor.fontFamily': MONOSPACE, 'terminal.integrated.fontFamily': MONOSPACE }
  : {};

/** A light window alone in tests; all of them for the pictures. */
export const TAKES: readonly Take[] = [
  { name: 'light', theme: 'Light 2026', size: WIDE, walkthrough: 'light' },
  ...(takesPictures
    ? ([
        { name: 'dark', theme: 'Dark 2026', size: WIDE, walkthrough: 'dark' },
        { name: 'high-contrast', theme: 'Default High Contrast', size: WIDE, walkthrough: 'hc' },
        { name: 'high-contrast-light', theme: 'Default High Contrast Light', size: WIDE, walkthrough: 'hcLight' },
        { name: 'narrow', theme: 'Light 2026', size: WIDE, sideBar: 200 },
        { name: 'movie', theme: 'Light 2026', size: { width: 960, height: 600 }, isMovie: true },
      ] as const)
    : []),
];

/** What takes the pictures of one run. */
export interface Camera {
  /** The whole window, to be looked through afterwards; in a movie it is the next frame, shown so many ms. */
  shoot(name: string, shown?: number): Promise<void>;
  /** A part of the window, for the walkthrough. */
  cut(step: string, part: Locator): Promise<void>;
  /** Writes the movie, where it is one. */
  finish(): Promise<void>;
}

const NO_CAMERA: Camera = {
  shoot: () => Promise.resolve(),
  cut: () => Promise.resolve(),
  finish: () => Promise.resolve(),
};

/** Takes pictures of a window; of the light one in a test none. */
export const openCamera = ({ page }: EditorWindow, { name, walkthrough, isMovie }: Take): Camera => {
  if (!takesPictures) return NO_CAMERA;
  const frames: MovieFrame[] = [];
  const folder = join(root, 'test-results', 'pictures', name);
  mkdirSync(folder, { recursive: true });
  let count = 0;
  return {
    shoot: async (step, shown = 1500) => {
      count += 1;
      const path = join(folder, `${String(count).padStart(2, '0')}-${step}.png`);
      frames.push({ png: await page.screenshot({ path }), shown });
    },
    cut: async (step, part) => {
      if (!walkthrough) return;
      await part.screenshot({ path: join(root, 'media', 'walkthrough', `${step}-${walkthrough}.png`) });
    },
    finish: async () => {
      if (isMovie) await writeMovie(join(root, 'docs', 'pictures', 'defer.gif'), frames);
    },
  };
};
