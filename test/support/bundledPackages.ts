import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { root } from '../../scripts/project.ts';

/** A package of somebody else's that went into a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Its licence files. */
  readonly texts: readonly string[];
}

/** What the build says of each file of `dist`: the modules in it, with their sizes in characters. */
type Contents = Readonly<Record<string, { readonly modules: Readonly<Record<string, number>> }>>;

/**
 * What went into these files of `dist`, by what the build says of them: each package in whose folder a module lies, and
 * each that such a module has inside it already, as the comments of the bundler that made it say.
 */
export function bundledPackages(outputs: readonly string[]): readonly BundledPackage[] {
  const contents = JSON.parse(readFileSync(join(root, 'dist', 'contents.json'), 'utf8')) as Contents;
  const packages = new Map<string, BundledPackage>();
  const add = (one: BundledPackage): void => void packages.set(`${one.name} ${one.version}`, one);
  for (const output of outputs) {
    const made = contents[output];
    if (!made) {
      throw new Error(`The build said nothing of ${output}.`);
    }
    for (const module of Object.keys(made.modules)) {
      if (module.includes('node_modules/')) {
        const path = resolve(root, module);
        add(packageIn(folderOf(path)));
        inside(readFileSync(path, 'utf8')).forEach(add);
      }
    }
  }
  return [...packages.values()];
}

/** The folder of the package that a file is of: the nearest that says a name and a version. */
function folderOf(path: string): string {
  let folder = dirname(path);
  while (!isPackage(join(folder, 'package.json'))) {
    folder = dirname(folder);
  }
  return folder;
}

const isPackage = (path: string): boolean => existsSync(path) && /"version"/.test(readFileSync(path, 'utf8'));

function packageIn(folder: string): BundledPackage {
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as BundledPackage & { license?: string; author?: string | { name: string } };
  const texts = readdirSync(folder)
    .filter(file => /^(?:licen[cs]e|copying|notice)(?:\.(?:md|txt))?$/i.test(file))
    .map(file => readFileSync(join(folder, file), 'utf8'));
  const holder = typeof author === 'string' ? author : author?.name;
  if (texts.length === 0 && license === 'MIT' && holder !== undefined) {
    // The words that this licence asks for, in place of a file.
    texts.push(`Copyright (c) ${holder}`, 'Permission is hereby granted, free of charge, to any person');
  }
  if (texts.length === 0) {
    throw new Error(`${name} has no licence file.`);
  }
  return { name, version, texts };
}

/** What a file was made of: `//#region ../node_modules/.pnpm/ajv@8.18.0/node_modules/ajv/dist/ajv.js`. */
const inside = (text: string): readonly BundledPackage[] =>
  [
    ...text.matchAll(/node_modules\/\.pnpm\/(@?[^@\s]+)@([^\s/_(]+)[^\s/]*\/node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//g),
  ].map(([, , version = '', name = '']) => ({ ...packageIn(join(root, 'node_modules', name)), version }));
