import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CLI } from './commands.ts';
import type { Places } from './place.ts';
import type { Report } from './report.ts';
import { pastRows } from './sample.ts';
import { middle, ms, run } from './timing.ts';

const TIMES = 7;

/**
 * How much longer the built extension takes to be loaded and activated than one that does nothing, each in a process of its
 * own, with a stand-in for the editor. What the editor itself does with what is registered is not in it.
 */
export async function measureActivation(report: Report, places: Places): Promise<void> {
  report.section('Activation in a stand-in for the editor, more than that of an empty extension');
  const root = await places.folder('extension');
  cpSync(dirname(CLI), join(root, 'dist'), { recursive: true });
  mkdirSync(join(root, 'node_modules', 'vscode'), { recursive: true });
  writeFileSync(join(root, 'node_modules', 'vscode', 'index.js'), 'module.exports = globalThis.fakeVscode;');
  writeFileSync(join(root, 'empty.js'), 'exports.activate = () => undefined;');
  const main = join(root, 'dist', 'extension.js');
  const cases = [
    { main: join(root, 'empty.js'), folder: await places.folder('no-rows') },
    { main, folder: await places.folder('no-rows') },
    { main, folder: await places.withRows('many-rows', pastRows(100_000, 200)) },
  ];
  const took = cases.map((): number[] => []);
  for (let round = 0; round < TIMES; round += 1) {
    for (const [index, one] of cases.entries()) {
      took[index]?.push(activationOf(one.main, one.folder, places.env));
    }
  }
  const [empty = 0, none = 0, many = 0] = took.map(middle);
  report.figure({ what: 'no rows', measured: `${ms(none)}; ${ms(empty)}`, value: none - empty, unit: 'ms', goal: 10 });
  report.figure({
    what: '100,000 rows',
    measured: `${ms(many)}; ${ms(empty)}`,
    value: many - empty,
    unit: 'ms',
    goal: 10,
  });
}

function activationOf(main: string, folder: string, env: NodeJS.ProcessEnv): number {
  const child = join(import.meta.dirname, 'activationChild.ts');
  const said = run(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', child, main, folder],
    folder,
    env,
  );
  return Number(/activated in (\S+)/.exec(said)?.[1]);
}
