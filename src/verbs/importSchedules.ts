import type { ImportedSchedule } from '../core/import/imported.ts';
import type { ImportReport } from '../render/importText.ts';
import type { Ledger } from '../store/ledger.ts';

type Lists<Report> = { -readonly [Name in keyof Report]: Report[Name] extends readonly (infer One)[] ? One[] : never };

/** What became of schedule files. */
export type Placed = Lists<Pick<ImportReport, 'files' | 'already' | 'changed' | 'notes' | 'problems'>>;

/**
 * Makes the schedule files that are not there yet; in a rehearsal only says so. A second enabled one of a name is
 * paused: of two of a name neither would hold.
 */
export async function placeSchedules(
  ledger: Ledger,
  schedules: readonly ImportedSchedule[],
  dryRun: boolean,
): Promise<Placed> {
  const placed: Placed = { files: [], already: [], changed: [], notes: [], problems: [] };
  const folder = ledger.scheduleFolder;
  const enabled = new Set<string>();
  for (const schedule of schedules) {
    const { file: from, id, stem } = schedule;
    if (folder === undefined) {
      placed.problems.push({ file: from, text: 'Schedule files cannot be kept here.' });
      continue;
    }
    const { placeSchedule } = await import('../store/placeSchedule.ts');
    const paused = enabled.has(id) || (await ledger.look()).get(id)?.definition?.enabled === true;
    const file = `${folder}/${stem}.md`;
    const done = await placeSchedule(schedule, { folder: ledger.folder, schedules: folder, paused, dryRun });
    switch (done) {
      case 'added':
        placed.files.push({ file, from, paused: paused || !schedule.isEnabled });
        if (schedule.isEnabled) {
          enabled.add(id);
        }
        if (paused && schedule.isEnabled) {
          const text = `Another schedule has its name, so ${file} is paused. Give one of them another name.`;
          placed.notes.push({ file: from, text });
        }
        break;
      case 'already':
        placed.already.push(id);
        break;
      case 'changed':
        placed.changed.push({ file: from, id, text: `It was changed there since. ${file} stays as it is.` });
        break;
      case 'another':
        placed.problems.push({ file: from, id, text: `There is another ${file} here, so it was left out.` });
        break;
      default:
        placed.problems.push({ file: from, text: done.why });
    }
  }
  return placed;
}
