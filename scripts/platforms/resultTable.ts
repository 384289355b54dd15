import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.ts';
import type { PlatformStage, StageEnd } from './stage.ts';

/** The lines of the README that enclose the table. */
const [BEGIN, END] = ['<!-- platforms -->', '<!-- /platforms -->'];

/** A row of the table: where Defer was tested, what works there, and the number of checks. */
const rowOf = ({ where, works }: PlatformStage, { passed, failed, missing }: StageEnd): string => {
  const wrong = failed === 0 ? '' : `, ${failed} failed`;
  const left = missing.length === 0 ? '' : `, ${missing.length} could not run`;
  return `| ${where} | ${works} | ${passed} passed${wrong}${left} |`;
};

/** Rows for systems without a stage: `npm test` tests one, and the other could not be tested. */
const OTHERS: readonly string[] = [
  '| VS Code 1.139 on Linux | everything | `npm test`, on every change |',
  '| macOS | the same code; its own parts (`ps`, launchd, the login shell) were tested on Linux | not tested on a Mac |',
];

/** Writes the results of stages into their rows of the README; those of other stages stay as they are. */
export function writeTable(ends: readonly (readonly [PlatformStage, StageEnd | undefined])[]): void {
  const path = join(root, 'README.md');
  const text = readFileSync(path, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) {
    throw new Error(`README.md has no ${BEGIN} and ${END}.`);
  }
  const before = text.slice(from, to).split('\n');
  const rows = ends.flatMap(([stage, end]) =>
    end ? [rowOf(stage, end)] : before.filter(line => line.startsWith(`| ${stage.where} | `)),
  );
  const table = [
    ...['| where | what works | tested with `npm run test:platforms` |', '| --- | --- | --- |'],
    ...[...OTHERS.slice(0, 1), ...rows, ...OTHERS.slice(1)],
  ].join('\n');
  writeFileSync(path, `${text.slice(0, from)}${BEGIN}\n${table}\n${text.slice(to)}`);
}
