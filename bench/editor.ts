import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/project.ts';
import type { Places } from './place.ts';
import type { Report } from './report.ts';

/** What is wanted of each figure of test/campaign/editorFigures.test.ts, in ms. */
const GOALS: Readonly<Record<string, number>> = {
  'review list': 300,
  agenda: 500,
  'longest work of the extension host while the filter is typed': 50,
  'longest work of the window while the filter is typed': 50,
};

/** Measures the real editor with 2,000 entries, from the key that a person presses: the middle of seven times. */
export async function measureEditor(report: Report, places: Places): Promise<void> {
  report.section('The editor with 2,000 entries');
  const path = join(await places.folder('editor'), 'figures.json');
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--import', './test/support/home.ts'],
      ...['--test', '--test-isolation=none', join('test', 'campaign', 'editorFigures.test.ts')],
    ],
    { cwd: root, env: { ...process.env, DEFER_FIGURES: path }, encoding: 'utf8' },
  );
  if (status !== 0) {
    report.notMeasured('the editor', `its test failed:\n${stdout}`);
    return;
  }
  const figures = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, number>>;
  for (const [what, goal] of Object.entries(GOALS)) {
    report.figure({ what, measured: '', value: figures[what] ?? NaN, unit: 'ms', goal });
  }
}
