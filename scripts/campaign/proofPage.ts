import type { BenchFigure } from '../../bench/report.ts';
import { saidBy, type CampaignRow } from './campaignRow.ts';
import { PROMISES, type Promised } from './promises.ts';

/** All that a run of the campaign found out. */
export interface Proof {
  readonly rows: readonly CampaignRow[];
  readonly seed: string;
  readonly commit: string;
  /** How long all of it took, in seconds. */
  readonly seconds: number;
  /** The figures of the bench, and what it could not measure. */
  readonly figures: readonly BenchFigure[];
  readonly notMeasured: readonly string[];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(cell).join(' | ')} |`).join('\n');

/** The tests that try a promise. Throws where there are none: a file or a name has changed. */
export function testsOf({ promise, files, only }: Promised, rows: readonly CampaignRow[]): readonly CampaignRow[] {
  const found = rows.filter(
    ({ file, name }) => files.includes(file.replace(/^test\//, '')) && (only?.test(name) ?? true),
  );
  const missing = files.filter(file => !found.some(row => row.file === `test/${file}`));
  if (missing.length > 0) {
    throw new Error(`No test of ${missing.join(', ')} tries "${promise}". Mend scripts/campaign/promises.ts.`);
  }
  return found;
}

const endOf = (rows: readonly CampaignRow[]): string => {
  const count = (isMeant: (row: CampaignRow) => boolean): number => rows.filter(isMeant).length;
  const left = count(({ leftOut }) => leftOut !== undefined);
  const failed = count(row => row.failed);
  return [
    `${rows.length - left - failed} passed`,
    ...(failed > 0 ? [`**${failed} failed**`] : []),
    ...(left > 0 ? [`${left} left out`] : []),
  ].join(', ');
};

const total = (rows: readonly CampaignRow[]): string => rows.reduce((sum, row) => sum + row.seconds, 0).toFixed(0);

/** How to repeat the tests of some files. */
const commandOf = (files: readonly string[]): string =>
  `\`npm run campaign -- ${files.map(file => file.replace(/\.test\.ts$/, '')).join(' ')}\``;

/** The page docs/PROOF.md. */
export function proofPage({ rows, seed, commit, seconds, figures, notMeasured }: Proof): string {
  const files = [...new Set(rows.map(({ file }) => file))];
  const of = (file: string): readonly CampaignRow[] => rows.filter(row => row.file === file);
  const leftOut = rows.filter(row => row.leftOut !== undefined);
  const missed = figures.filter(({ isMet }) => !isMet);
  return `# What was proved

\`npm run proof\` wrote this page at commit ${commit}, on Node ${process.version} for ${process.platform}, in ${Math.round(seconds / 60)} minutes. It runs
the whole campaign (the long tests, and every property on all of its cases) and the bench. ${rows.length} tests: ${endOf(rows)}.
${figures.length} goals of speed: ${figures.length - missed.length} met, ${missed.length} missed.

\`DEFER_SEED=${seed}\` before a command of this page repeats the same cases.

## Promises

${table(
  ['promise', 'how many', 'result', 'again'],
  PROMISES.map(one => {
    const tests = testsOf(one, rows);
    const counts = [...new Set(tests.map(row => saidBy(row, seed)).filter(Boolean))].join('; ');
    return [one.promise, counts === '' ? `${tests.length} tests` : counts, endOf(tests), commandOf(one.files)];
  }),
)}

## Speed

\`npm run bench -- --million\` measures it. Ratios compare two things in one run on one machine.

${table(
  ['what', 'measured', 'goal', 'result'],
  figures.map(({ section, what, shown, wanted, measured, isMet }) => [
    `${section}: ${what.trim()}`,
    measured === '' ? shown : `${shown} (${measured})`,
    wanted,
    isMet ? 'met' : '**missed**',
  ]),
)}

${notMeasured.length === 0 ? 'Everything was measured.' : `Not measured: ${notMeasured.join('; ')}.`}

## Left out

${leftOut.length === 0 ? 'No test was left out.' : leftOut.map(row => `- ${row.name}: ${row.leftOut}`).join('\n')}

## All tests of the campaign

${table(
  ['tests of', 'result', 's'],
  files.map(file => [commandOf([file.replace(/^test\//, '')]), endOf(of(file)), total(of(file))]),
)}
`;
}
