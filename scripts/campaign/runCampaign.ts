// npm run campaign [-- WORD…]: the long tests, and every property on all of its cases; a table of all of it at the end.
// With words only the files whose path has one of them. npm run proof: all of it and the bench, written into
// docs/PROOF.md.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { packageExtension, root, runOrThrow } from '../project.ts';
import { saidBy, type CampaignRow } from './campaignRow.ts';
import { PROMISES } from './promises.ts';
import { proofPage, type Proof } from './proofPage.ts';

const testsIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => join(root, folder, name));

/** What holds for a window that has the machine to itself: these run after the rest, one at a time. */
const ALONE = ['editorFigures', 'windowSoak'].map(name => join(root, 'test', 'campaign', `${name}.test.ts`));

/** Whether a file has properties, which `npm test` tries on a part of their cases. */
const hasProperties = (path: string): boolean => /\bholds(?:ForEveryField)?\(/.test(readFileSync(path, 'utf8'));

/** Whether a file starts the command line or runners, for which `npm test` has processes that stay. */
const startsPrograms = (path: string): boolean =>
  /\b(?:openShell|makePlace|makeRepositoryPlace)\(/.test(readFileSync(path, 'utf8'));

const isProof = process.argv.includes('--proof');
const words = process.argv.slice(2).filter(word => word !== '--proof');
const promised = new Set(PROMISES.flatMap(one => one.files.map(file => join(root, 'test', file))));
const isPart = (path: string): boolean => promised.has(path) || hasProperties(path) || startsPrograms(path);
const files = [...testsIn('test/campaign'), ...[...testsIn('test/unit'), ...testsIn('test/cli')].filter(isPart)]
  .filter(path => words.length === 0 || words.some(word => relative(root, path).includes(word)))
  .sort();
if (files.length === 0) {
  console.error(`No test file of the campaign has ${words.join(' or ')} in its path.`);
  process.exit(2);
}

// One seed for all processes; the same one repeats the run.
const seed = process.env['DEFER_SEED'] ?? String(Math.floor(Math.random() * 2 ** 31));
// Each start of the command line and of a runner is a process of its own here (test/support/programWorker.ts).
Object.assign(process.env, { DEFER_SEED: seed, DEFER_CASES: 'all', DEFER_START: 'anew' });
console.log(`${files.length} files, seed ${seed}`);

// What is committed meanwhile was not tried.
const commit = isProof ? (await runOrThrow('git', ['rev-parse', '--short=12', 'HEAD'])).trim() : '';
const started = performance.now();
// Tests start what is built, and open the package in the editor: that of this commit, and not of an earlier one.
await packageExtension();
const rows: CampaignRow[] = [];

interface Ended {
  readonly name: string;
  readonly skip?: string | boolean;
  readonly details: { readonly duration_ms: number; readonly type?: string };
}

/** Runs one file, and shows what it printed once it has ended. Its tests are its own, wherever they are written. */
async function runFile(path: string): Promise<void> {
  const file = relative(root, path);
  const own: CampaignRow[] = [];
  const note =
    (failed: boolean) =>
    ({ name, skip, details }: Ended): void => {
      if (details.type === 'suite') return;
      const leftOut = skip === undefined || skip === false ? undefined : typeof skip === 'string' ? skip : '';
      own.push({ file, name, seconds: details.duration_ms / 1000, failed, leftOut, said: [] });
    };
  // The processes of the tests are started with the flags of this one.
  const events = run({ files: [path] });
  events.on('test:pass', note(false));
  events.on('test:fail', note(true));
  // What a test says of itself follows its end.
  events.on('test:diagnostic', ({ file: where, message }) => where !== undefined && own.at(-1)?.said.push(message));
  const shown: string[] = [];
  const printed = events.compose(new spec());
  printed.on('data', (text: Buffer | string) => shown.push(text.toString()));
  await new Promise(done => printed.once('end', done));
  process.stdout.write(shown.join(''));
  rows.push(...own);
}

/** Runs files, so many at a time. */
async function runFiles(some: readonly string[], lanes: number): Promise<void> {
  const left = some.values();
  const lane = async (): Promise<void> => {
    for (const path of left) await runFile(path);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const [alone, together] = [files.filter(path => ALONE.includes(path)), files.filter(path => !ALONE.includes(path))];
await runFiles(together, 2);
await runFiles(alone, 1);
rows.sort((one, other) => files.indexOf(join(root, one.file)) - files.indexOf(join(root, other.file)));

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const seconds = (value: number): string => value.toFixed(1).padStart(7);
console.log(`\n${'what'.padEnd(72)} ${'s'.padStart(7)}  how many, and what came of them`);
for (const file of new Set(rows.map(row => row.file))) {
  const tests = rows.filter(row => row.file === file);
  const total = tests.reduce((sum, row) => sum + row.seconds, 0);
  console.log(`${cut(file.replace(/^test\//, ''), 72).padEnd(72)} ${seconds(total)}`);
  for (const row of tests) {
    const name = `${row.failed ? '✖' : ' '} ${cut(row.name, 68)}`;
    console.log(`  ${name.padEnd(70)} ${seconds(row.seconds)}  ${cut(saidBy(row, seed), 100)}`.trimEnd());
  }
}
const failed = rows.filter(row => row.failed).length;
const inAll = (performance.now() - started) / 1000;
console.log(
  `\n${rows.length} tests, ${failed} failed, ${inAll.toFixed(0)} s, seed ${seed} (DEFER_SEED=${seed} repeats them)`,
);
if (isProof) {
  const place = mkdtempSync(join(tmpdir(), 'defer-proof-'));
  try {
    const file = join(place, 'figures.json');
    const node = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', join(root, 'bench', 'main.ts')];
    console.log(await runOrThrow(process.execPath, [...node, '--million', '--json', file]));
    const measured = JSON.parse(readFileSync(file, 'utf8')) as Pick<Proof, 'figures' | 'notMeasured'>;
    const seconds = (performance.now() - started) / 1000;
    writeFileSync(join(root, 'docs', 'PROOF.md'), proofPage({ rows, seed, commit, seconds, ...measured }));
    console.log('docs/PROOF.md is written.');
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
process.exit(failed > 0 ? 1 : 0);
