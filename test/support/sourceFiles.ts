import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** A file of the project. */
export interface SourceFile {
  /** From the folder that was asked for on, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** The TypeScript files below a folder of the project. */
export const sourceFiles = (folder: string): readonly SourceFile[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map(entry => ({
      file: relative(join(ROOT, folder), join(entry.parentPath, entry.name)).split(sep).join('/'),
      text: readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    }));

const IMPORTS = [
  /\b(?:import|export)\s[^'"`;]*?\bfrom\s*(['"])([^'"]+)\1/g,
  // At the beginning of a line: the word may stand in a text as well.
  /^\s*import\s*(['"])([^'"]+)\1/gm,
  /\b(?:import|require)\s*\(\s*(['"`])([^'"`]+)\1/g,
];

/** What a file names in its imports: types, re-exports, and what is loaded while it runs. */
export const importsOf = (text: string): readonly string[] =>
  IMPORTS.flatMap(pattern => [...text.matchAll(pattern)].map(match => match[2] ?? ''));
