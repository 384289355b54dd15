import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeSnapshots, readContext, type Snapshot } from '../../../../src/core/files/contextText.ts';
import { growth } from '../../../support/growth.ts';

type Lists = Partial<Snapshot>;

const NOTHING: Snapshot = {
  summary: 'Reoriented from CONTEXT.md',
  keyPoints: ['Context re-read from CONTEXT.md'],
  artifacts: [],
  constraints: [],
};

/** docs/compatibility.md, "CONTEXT.md", one rule a line. */
const VECTORS: readonly (readonly [what: string, text: string, reads: Lists])[] = [
  ['an empty file', '', {}],
  ['the first item of the orientation', '## Orientation\n\n- One\n- Two', { summary: 'One' }],
  ['what this is', '# What this is\nA thing', { summary: 'A thing' }],
  ['an overview', '### Overview:\nA thing', { summary: 'A thing' }],
  ['the preamble, where there is no orientation', 'A thing\nMore\n## Other\nx', { summary: 'A thing' }],
  ['the orientation before the preamble', 'First\n## Overview\nSecond', { summary: 'Second' }],
  ['a title of its own, which ends the preamble', '# Project\nText\n## Status\nx', { keyPoints: ['x'] }],
  ['current state', '## Current State\n- a\n* b\n+ c\n1. d\n12. e\nf', { keyPoints: ['a', 'b', 'c', 'd', 'e', 'f'] }],
  ['state', '## state\na', { keyPoints: ['a'] }],
  ['status', '## STATUS :\na', { keyPoints: ['a'] }],
  ['a section that comes twice', '## State\na\n## Other\nx\n## State\nb', { keyPoints: ['a', 'b'] }],
  ['indentation', '## State\n    - deep\n\tdeeper', { keyPoints: ['deep', 'deeper'] }],
  [
    'open questions',
    '## Open  questions\n- why',
    { keyPoints: ['Context re-read from CONTEXT.md', 'Open question: why'] },
  ],
  ['questions after the state', '## Questions\nq\n## State\ns', { keyPoints: ['s', 'Open question: q'] }],
  ['key constraints', '## Key Constraints\n- no network', { constraints: ['no network'] }],
  ['constraints', '## constraints\na', { constraints: ['a'] }],
  ['key context', '## Key context\na', { constraints: ['a'] }],
  ['decisions', '## Decisions\nd', { constraints: ['Decision: d'] }],
  ['decisions already made', '## Decisions already made\nd', { constraints: ['Decision: d'] }],
  ['what we should not do', '## What we should not do\nx', { constraints: ['Avoid: x'] }],
  [
    'anti patterns, last of the constraints',
    '## Anti patterns\nx\n## Decisions\nd\n## Constraints\nc',
    { constraints: ['c', 'Decision: d', 'Avoid: x'] },
  ],
  [
    'references',
    '## References\n- docs/a.md\n- https://example.org',
    { artifacts: ['docs/a.md', 'https://example.org'] },
  ],
  ['key references', '## Key references\na', { artifacts: ['a'] }],
  ['a heading of six', '###### State\na', { keyPoints: ['a'] }],
  ['seven signs are none', '####### State\na', { summary: '####### State' }],
  ['a heading needs a blank', '#State\na', { summary: '#State' }],
  ['three blanks before it', '   ## State\na', { keyPoints: ['a'] }],
  ['four are too many', '    ## State\na', { summary: '## State' }],
  ['a heading in a fence', '## State\n```\n# x\n```\n## State\na', { keyPoints: ['```', 'a'] }],
  ['line ends of Windows, a byte order mark', '\uFEFF## State\r\n- a\r\n', { keyPoints: ['a'] }],
  ['a rule is an item', '## State\n---', { keyPoints: ['---'] }],
  ['a marker alone is none', '## State\n-\n- \n3.', {}],
  ['names of objects are headings like others', '## __proto__\na\n## constructor\nb', {}],
];

describe('CONTEXT.md', () => {
  for (const [what, text, reads] of VECTORS) {
    it(`reads ${what}`, () => assert.deepEqual(readContext(text, 'CONTEXT.md'), { ...NOTHING, ...reads }));
  }

  it('says the name of the file where it has nothing to say', () => {
    const { summary, keyPoints } = readContext('', 'NOTES.md');
    assert.deepEqual([summary, keyPoints], ['Reoriented from NOTES.md', ['Context re-read from NOTES.md']]);
  });

  it('comes first, and a summary that was given wins', () => {
    const one = (name: string): Snapshot => ({
      summary: name,
      keyPoints: [name],
      artifacts: [name],
      constraints: [name],
    });
    const both = ['read', 'given'];
    assert.deepEqual(mergeSnapshots(one('read'), one('given')), {
      ...{ summary: 'given', keyPoints: both, artifacts: both, constraints: both },
    });
    assert.equal(mergeSnapshots(one('read'), { ...one('given'), summary: undefined }).summary, 'read');
  });

  it('of 256 KiB takes time by its length, and no more', async () => {
    const read = (lines: number): void =>
      assert.equal(readContext(`## State\n${'- x\n'.repeat(lines)}`, 'CONTEXT.md').keyPoints.length, lines);
    const grown = await growth(read, 65_000);
    assert.ok(grown < 24, `${grown.toFixed(1)} times as long`);
  });
});
