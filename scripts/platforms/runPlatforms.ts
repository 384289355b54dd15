// npm run test:platforms: runs all stages, or those that are named. The last line is the sum.
import { floorStage } from './editors/floor.ts';
import { theiaStage } from './editors/theia.ts';
import { writeTable } from './resultTable.ts';
import { failureOf, sumOf, type PlatformStage, type StageEnd } from './stage.ts';
import { caselessStage } from './caseless/caselessStage.ts';
import { nodeStage } from './node/nodeStage.ts';
import { windowsStage } from './windows/windowsStage.ts';

/** The stages in order. They run one after another, because each needs the whole machine. */
const stages: readonly PlatformStage[] = [windowsStage, caselessStage, nodeStage, floorStage, theiaStage];

const named = process.argv.slice(2);
const unknown = named.filter(name => !stages.some(stage => stage.name === name));
if (unknown.length > 0) {
  console.error(`No stage ${unknown.join(', ')}. There are:`);
  for (const { name, about } of stages) console.error(`  ${name.padEnd(8)} ${about}`);
  process.exit(2);
}

/** Prints each reason why checks could not run, with their number. */
const sayMissing = ({ missing }: StageEnd): void => {
  for (const why of new Set(missing.map(each => each.why))) {
    const all = missing.filter(each => each.why === why);
    const names = [...new Set(all.map(({ what }) => what))];
    const shown = names.length > 6 ? [...names.slice(0, 6), `${names.length - 6} more`] : names;
    console.log(`  could not run (${all.length}): ${why}\n    ${shown.join('\n    ')}`);
  }
};

const started = performance.now();
const ends: (readonly [PlatformStage, StageEnd])[] = [];
for (const stage of stages.filter(({ name }) => named.length === 0 || named.includes(name))) {
  const { name, about } = stage;
  const begun = performance.now();
  console.log(`${name}: ${about}`);
  const end = await stage.run().catch(failureOf);
  if (end.failed > 0) process.stdout.write(`${end.output.trimEnd()}\n`);
  sayMissing(end);
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(`${name}: ${end.passed} passed, ${end.failed} failed, ${end.missing.length} could not run, ${seconds} s`);
  ends.push([stage, end]);
}
const { passed, failed, missing } = sumOf(ends.map(([, end]) => end));
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s in all`);
console.log(`${passed} passed, ${failed} failed, ${missing.length} could not run`);
// The README has the results of the last run of each stage.
const endOf = new Map(ends);
writeTable(stages.map(stage => [stage, endOf.get(stage)]));
process.exit(failed > 0 ? 1 : 0);
