// The licence texts of what is bundled: the packages whose files the bundler put in, and those that such files brought
// along inside, since many packages are bundles themselves.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

const FOLDER = 'node_modules';
const LICENCE_FILE = /^(?:licen[cs]e|copying|copyright|notice)(?:[-_.](?!js|cjs|mjs|ts|json)\w+)*$/i;

/**
 * The comments by which bundlers say what they put in, rolldown's and esbuild's own:
 * `//#region ../node_modules/.pnpm/ajv@8.18.0/node_modules/ajv/lib/core.js`, `// node_modules/ajv/lib/core.js`.
 */
const BROUGHT = /^[ \t]*\/\/(?:#region)?[ \t]*(\S*\bnode_modules\/\S+)/gm;

/**
 * The text of ThirdPartyNotices.txt for the files that the bundler names as `inputs`, from `root` on: one section for each
 * licence text, with the names and versions of the packages it is of, by name. The same for the same packages, wherever
 * it is made. Throws where a package has no licence text.
 */
export function thirdPartyNotices(root, inputs) {
  const packages = new Map();
  const add = one => packages.set(`${one.name} ${one.version}`, one);
  for (const input of inputs) {
    const path = resolve(root, input);
    const folder = packageFolder(path);
    if (folder === undefined) continue;
    const host = describe(folder);
    add(host);
    for (const [, marker] of readFileSync(path, 'utf8').matchAll(BROUGHT)) {
      const brought = broughtAlong(marker);
      if (brought.name !== host.name) add(findBrought(folder, host, brought));
    }
  }
  const sections = new Map();
  for (const name of [...packages.keys()].sort()) {
    const text = licenceText(packages.get(name));
    sections.set(text, [...(sections.get(text) ?? []), name]);
  }
  const parts = [...sections].map(([text, names]) => `${RULE}\n${names.join('\n')}\n${RULE}\n\n${text}\n`);
  return [HEAD, ...parts].join('\n');
}

const RULE = '-'.repeat(80);
const HEAD = `Defer contains the following packages, each under its own licence.\n`;

/** The folder of the package that a file is of; undefined where it is one of ours. */
function packageFolder(path) {
  const parts = path.split(sep);
  const at = parts.lastIndexOf(FOLDER);
  if (at < 0) return undefined;
  return parts.slice(0, at + (parts[at + 1].startsWith('@') ? 3 : 2)).join(sep);
}

/** The package that such a comment names; the version only where it is said. */
function broughtAlong(marker) {
  const parts = marker.split('/');
  const at = parts.lastIndexOf(FOLDER);
  const name = parts.slice(at + 1, at + (parts[at + 1].startsWith('@') ? 3 : 2)).join('/');
  const [, version] = /^@?[^@]+@([^_(]+)/.exec(parts[at - 1] ?? '') ?? [];
  return { name, version };
}

/** What a package brought along is not installed by itself; its text is that of the one that Node would find from there. */
function findBrought(from, host, { name, version }) {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, FOLDER, name);
    if (existsSync(join(found, 'package.json'))) {
      const installed = describe(found);
      return { ...installed, version: version ?? installed.version };
    }
  }
  throw new Error(
    `${host.name} has ${name} inside, whose licence text is not here. Run npm install; if it stays so, add ${name} to the devDependencies.`,
  );
}

function describe(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { folder, name, version, licence: license, author };
}

/** The licence files of a package, else the standard text of the licence that it names. */
function licenceText({ folder, name, licence, author }) {
  const files = readdirSync(folder).filter(file => LICENCE_FILE.test(file) && statSync(join(folder, file)).isFile());
  if (files.length > 0) {
    return files
      .sort()
      .map(file => readFileSync(join(folder, file), 'utf8').replace(/\r\n?/g, '\n').trim())
      .join('\n\n');
  }
  const holder = typeof author === 'string' ? author : author?.name;
  const standard = STANDARD[licence];
  if (standard === undefined || !holder) {
    const named = licence === undefined ? 'names none' : `names ${JSON.stringify(licence)}`;
    throw new Error(
      `The package ${name} has no licence file and ${named}${holder ? '' : ', and no author'}. It cannot be bundled without its text.`,
    );
  }
  return `Copyright (c) ${holder}\n\n${standard}`;
}

const AS_IS =
  'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.';

/** The texts of https://spdx.org/licenses that a package without a licence file may stand under. */
const STANDARD = {
  MIT: `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

${AS_IS}`,
  ISC: `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`,
};
