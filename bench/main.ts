// npm run bench: Defer's speed beside the alternatives, in one run of one Node, and which goal is missed. Ratios, so that
// the machine does not matter. `--million` adds the schedules of a million rows; `--json FILE` also writes the figures there.
import { existsSync, writeFileSync } from 'node:fs';
import { measureAgenda } from './agenda.ts';
import { measureActivation } from './activation.ts';
import { CLI, measureAgain, measureStart, measureTaskwarrior, measureWake } from './commands.ts';
import { measureConversations } from './conversations.ts';
import { measureEditor } from './editor.ts';
import { Places } from './place.ts';
import { measureReading } from './reading.ts';
import { Report } from './report.ts';
import { measureWorktrees } from './worktrees.ts';

const million = process.argv.includes('--million');
const report = new Report();
const places = await Places.create();
try {
  await measureReading(report, places, million);
  await measureAgenda(report, places);
  await measureWake(report, places);
  await measureConversations(report);
  await measureWorktrees(report, places);
  if (existsSync(CLI)) {
    await measureStart(report, places);
    for (const rows of million ? [100_000, 1_000_000] : [100_000]) {
      await measureAgain(report, places, rows);
    }
    await measureTaskwarrior(report, places);
    await measureActivation(report, places);
    await measureEditor(report, places);
  } else {
    report.notMeasured('the command line and activation', 'dist/cli.js is not built ("npm run build")');
  }
  report.notMeasured('dist beside its unique modules', 'the build prints it, and fails above 1.1 ×');
  report.end();
  const file = process.argv[process.argv.indexOf('--json') + 1];
  if (process.argv.includes('--json') && file !== undefined) {
    writeFileSync(file, JSON.stringify({ figures: report.figures, notMeasured: report.unmeasured }));
  }
} finally {
  await places.remove();
}
