import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { thirdPartyNotices } from '../../scripts/bundle/thirdPartyNotices.mjs';

describe('the notices of what is bundled', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'defer-notices-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** A package with a file `index.js`, as the bundler names it. */
  const install = (name: string, about: object, licence?: string, code = ''): string => {
    const folder = `node_modules/${name}`;
    write(`${folder}/package.json`, JSON.stringify({ name, version: '1.0.0', ...about }));
    write(`${folder}/index.js`, code);
    if (licence !== undefined) {
      write(`${folder}/LICENSE.md`, licence);
    }
    return `${folder}/index.js`;
  };

  it('are in the order of the names, and say a text once for all packages that have it', () => {
    const inputs = [
      install('zeta', {}, 'Mine.\n'),
      install('@scope/alpha', {}, 'Theirs.'),
      install('beta', {}, 'Mine.'),
    ];
    write('src/own.ts', '');
    const text = thirdPartyNotices(root, ['src/own.ts', ...inputs]);
    assert.match(text, /\n@scope\/alpha 1\.0\.0\n-+\n\nTheirs\.\n[^]*\nbeta 1\.0\.0\nzeta 1\.0\.0\n-+\n\nMine\.\n$/);
    assert.equal(text.match(/Mine\./g)?.length, 1);
    assert.equal(thirdPartyNotices(root, [...inputs].reverse()), text);
  });

  it('hold those of the packages that a package has inside', () => {
    install('lone', { version: '2.0.0' }, 'Of lone.');
    write('node_modules/host/node_modules/@x/near/package.json', '{"name":"@x/near","version":"3.0.0"}');
    write('node_modules/host/node_modules/@x/near/LICENCE', 'Of near.');
    const code = [
      '//#region ../../node_modules/.pnpm/lone@1.4.0_peer@2.0.0/node_modules/lone/dist/a.js',
      'const a = 1;',
      '  // node_modules/@x/near/index.js',
      '//#region src/own.ts',
    ];
    const text = thirdPartyNotices(root, [install('host', {}, 'Of host.', code.join('\n'))]);
    assert.match(text, /\n@x\/near 3\.0\.0\n-+\n\nOf near\.[^]*\nhost 1\.0\.0\n[^]*\nlone 1\.4\.0\n-+\n\nOf lone\./);
  });

  it('cannot be made without the text of one that is inside', () => {
    const input = install('host', {}, 'Of host.', '//#region node_modules/.pnpm/gone@1.0.0/node_modules/gone/a.js');
    assert.throws(() => thirdPartyNotices(root, [input]), /^Error: host has gone inside.*devDependencies/);
  });

  it('hold the standard text where a package only names its licence', () => {
    const text = thirdPartyNotices(root, [
      install('short', { license: 'MIT', author: { name: 'A. Person' } }),
      install('tiny', { license: 'ISC', author: 'B. Person <b@example.org>' }),
    ]);
    assert.match(text, /\nCopyright \(c\) A\. Person\n\nPermission is hereby granted, free of charge/);
    assert.match(text, /\nCopyright \(c\) B\. Person <b@example\.org>\n\nPermission to use, copy, modify/);
  });

  it('cannot be made where a package has no text, and names no licence whose text is known, or no author', () => {
    for (const about of [{}, { license: 'SEE IN README', author: 'A. Person' }, { license: 'MIT' }, { author: 'A' }]) {
      assert.throws(() => thirdPartyNotices(root, [install('bare', about)]), /package bare has no licence file/);
    }
  });
});
