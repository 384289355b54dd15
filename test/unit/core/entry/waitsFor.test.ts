import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGlob } from '../../../../src/core/entry/glob.ts';
import { fitsName } from '../../../../src/core/entry/globName.ts';
import { isRefusal } from '../../../../src/core/basics/refusal.ts';
import { changedPaths, isBranch, readWaits, takenWait } from '../../../../src/core/entry/waitsFor.ts';
import { nextWait } from '../../../../src/core/entry/handledWait.ts';
import { waitsText } from '../../../../src/core/entry/waitsText.ts';
import { growth } from '../../../support/growth.ts';
import { at } from '../../../support/world.ts';

const NOW = at('2026-11-23T10:00:00Z');

test('a name fits a pattern of stars and question marks, a dot only one that names it', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['*.md', 'a.md', true],
    ['*.md', '.md', false],
    ['.*', '.env', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b*', 'xxbxxaxx', false],
    ['*', '', true],
    ['a.c', 'abc', false],
    ['(x|y)+', 'x', false],
  ];
  for (const [pattern, name, fits] of cases) {
    assert.equal(fitsName(pattern, name), fits, `${pattern} ${name}`);
  }
});

test('a pattern made to take long takes time by its length and that of the name', async () => {
  const fits = (stars: number): void => {
    for (let time = 0; time < 100; time += 1) {
      assert.equal(fitsName(`${'*a'.repeat(stars)}b`, 'a'.repeat(2 * stars)), false);
    }
  };
  // Both are eight times as long. A third factor would make it 512.
  const grown = await growth(fits, 128);
  assert.ok(grown < 200, `${grown.toFixed(1)} times as long`);
});

test('a pattern stays inside the folder and means a few things', () => {
  for (const text of ['', '/etc/passwd', '~/x', '../x', 'a/../../x', 'C:\\x', 'a\\b', 'a\nb', 'x'.repeat(400)]) {
    assert.ok(isRefusal(readGlob(text)), text);
  }
  assert.ok(isRefusal(readGlob('{a,b}{c,d}{e,f}{g,h}{i,j}{k,l}')));
  const glob = readGlob('./out/{a,b}/**/**/*.json');
  assert.ok(!isRefusal(glob));
  assert.deepEqual(glob.ways, [
    ['out', 'a', '**', '*.json'],
    ['out', 'b', '**', '*.json'],
  ]);
});

test('the name of a branch is never a flag or an expression of git', () => {
  for (const name of ['main', 'feature/x', 'fix-1.2', 'ä']) {
    assert.ok(isBranch(name), name);
  }
  for (const name of [
    '-x',
    '--all',
    'a..b',
    'a b',
    'HEAD^',
    'a~1',
    '@{-1}',
    'a:b',
    '/a',
    'a/',
    'a.lock',
    '',
    'a\u0000',
  ]) {
    assert.ok(!isBranch(name), name);
  }
});

test('a field that names nothing, two things or something unknown is refused, not guessed', () => {
  const commit = 'a'.repeat(40);
  for (const value of [
    {},
    null,
    [],
    { webhook: 'x' },
    { file: 'a', after: 'b' },
    { file: '../a' },
    { merged: 'x', baseline: commit },
    { merged: '--all', into: 'main', baseline: commit },
    { merged: 'x', into: 'main', baseline: 'HEAD' },
    { exits: -1 },
    { exits: '1' },
  ]) {
    assert.ok(isRefusal(readWaits(value)), JSON.stringify(value));
  }
});

test('what is waited for is said in words', () => {
  const words = (value: unknown): string => {
    const waits = readWaits(value);
    assert.ok(!isRefusal(waits));
    return waitsText(waits);
  };
  assert.equal(words({ file: 'out/*.json' }), 'out/*.json to appear or change');
  assert.equal(words({ after: 'x' }), 'x to be done');
  assert.equal(words({ merged: 'b', into: 'main', baseline: 'b'.repeat(40) }), 'b to be merged into main');
  assert.equal(words({ exits: 5, host: 'h' }), 'process 5 to exit');
});

test('a file that is new or has another content is a change, one that went is none', () => {
  const before = { a: '1', b: '2', toString: '3' };
  assert.deepEqual(changedPaths(before, { a: '1', b: '3', c: '4' }), ['b', 'c']);
  assert.deepEqual(changedPaths({}, { valueOf: '1' }), ['valueOf']);
  assert.deepEqual(changedPaths(before, { a: '1' }), []);
});

test('handling an event makes what was seen the next baseline; a run is about what was there when it was claimed', () => {
  const field = { file: 'a', baseline: {}, handled: 2, colour: 'blue' };
  const seen = { at: NOW, seen: { a: '1' } };
  const next = { file: 'a', baseline: { a: '1' }, since: '2026-11-23T10:00:00.000Z', handled: 3, colour: 'blue' };
  assert.deepEqual(nextWait(field, seen, NOW, 'person'), next);
  const claimed = takenWait(field, seen).waits_for;
  assert.deepEqual(claimed, { ...field, taken: { a: '1' } });
  const changed = { at: NOW, seen: { a: '2' } };
  assert.deepEqual(nextWait(claimed, changed, NOW, 'run'), next);
  assert.deepEqual(nextWait(claimed, undefined, NOW, 'run'), next);
  assert.deepEqual(nextWait(claimed, changed, NOW, 'person'), { ...next, baseline: { a: '2' } });
});

test('what has not happened, and what happens once, has no next time', () => {
  assert.equal(nextWait({ file: 'a', baseline: {} }, { at: undefined }, NOW, 'person'), undefined);
  assert.equal(nextWait({ file: 'a', baseline: {} }, undefined, NOW, 'person'), undefined);
  assert.equal(nextWait({ after: 'x' }, { at: NOW }, NOW, 'person'), undefined);
  assert.equal(nextWait({ exits: 5 }, { at: NOW }, NOW, 'person'), undefined);
  assert.equal(nextWait({ webhook: 5 }, { at: NOW, seen: 1 }, NOW, 'person'), undefined);
});
