// npm run bench: Defer's speed beside the alternatives, in one run of one Node, and which goal is missed. Ratios, so that
// the machine does not matter. `--million` adds the schedules of a million rows; `--json FILE` also writes the figures there.
import { writeFileSync } from 'node:fs';
import { packageExtension } from '../scripts/project.ts';
import { measureAgenda } from './agenda.ts';
import { measureActivation } from './activation.ts';
import { measureAgain, measureStart, measureTaskwarrior, measureWake } from './commands.ts';
import { measureConversations } from './conversations.ts';
import { measureEditor } from './editor.ts';
import { Places } from './place.ts';
import { measureReading } from './reading.ts';
import { Report } from './report.ts';
import { measureWorktrees } from './worktrees.ts';

// What is built is measured: this, and not an earlier one.
await packageExtension();
const million = process.argv.includes('--million');
const report = new Report();
const places = await Places.create();
try {
  await measureReading(report, places, million);
  await measureAgenda(report, places);
  await measureWake(report, places);
  await measureConversations(report);
  await measureWorktrees(report, places);
  await measureStart(report, places);
  for (const rows of million ? [100_000, 1_000_000] : [100_000]) {
    await measureAgain(report, places, rows);
  }
  await measureTaskwarrior(report, places);
  await measureActivation(report, places);
  await measureEditor(report, places);
  report.notMeasured('dist beside its unique modules', 'the build prints it, and fails above 1.1 ×');
  report.end();
  const file = process.argv[process.argv.indexOf('--json') + 1];
  if (process.argv.includes('--json') && file !== undefined) {
    writeFileSync(file, JSON.stringify({ figures: report.figures, notMeasured: report.unmeasured }));
  }
} finally {
  await places.remove();
}
