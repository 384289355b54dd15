import * as l10n from '@vscode/l10n';
import type { ImportedSchedule, NamedSchedule } from '../../core/exchange/import/imported.ts';
import type { Refusal } from '../../core/basics/refusal.ts';
import type { ImportReport } from '../../render/review/importText.ts';
import type { Ledger } from '../../store/ledger.ts';
import { sha256 } from '../../store/disk/digest.ts';
import type { MadeFile } from '../../store/undoJournal.ts';
import { placeSchedule, type Placing } from '../../store/files/placeSchedule.ts';

type Lists<Report> = { -readonly [Name in keyof Report]: Report[Name] extends readonly (infer One)[] ? One[] : never };

/** What became of schedule files. */
export type Placed = Lists<Pick<ImportReport, 'files' | 'already' | 'changed' | 'notes' | 'problems'>> & {
  /** The files that were made, to be known again. */
  readonly made: MadeFile[];
};

/** Looks for a schedule file under one of its names, or makes it. */
type Place = (schedule: ImportedSchedule, named: NamedSchedule, dryRun: boolean) => Promise<Placing | Refusal>;

/**
 * Makes the schedule files that are not there yet; in a rehearsal only says so. A second enabled one of a name is
 * paused: of two of a name neither would hold.
 */
export async function placeSchedules(
  ledger: Ledger,
  schedules: readonly ImportedSchedule[],
  dryRun: boolean,
): Promise<Placed> {
  const placed: Placed = { files: [], already: [], changed: [], notes: [], problems: [], made: [] };
  const folder = ledger.scheduleFolder;
  if (folder === undefined) {
    placed.problems.push(
      ...schedules.map(({ file }) => ({ file, text: l10n.t('Schedule files cannot be kept here.') })),
    );
    return placed;
  }
  const enabled = new Set<string>();
  const isOn = async (id: string): Promise<boolean> =>
    enabled.has(id) || (await ledger.look()).get(id)?.definition?.enabled === true;
  const place: Place = async (schedule, named, rehearsal) => {
    const paused = await isOn(schedule.id);
    const options = { folder: ledger.folder, schedules: folder, paused, dryRun: rehearsal };
    return placeSchedule({ ...schedule, ...named }, options);
  };
  const names = await namesHere(schedules, place);
  for (const schedule of schedules) {
    const { file: from, id } = schedule;
    const named = names.get(schedule) ?? schedule;
    const paused = await isOn(id);
    const file = `${folder}/${named.stem}.md`;
    const done = await place(schedule, named, dryRun);
    switch (done) {
      case 'added':
        placed.files.push({ file, from, paused: paused || !schedule.isEnabled });
        placed.made.push({ file, sha: sha256(paused ? named.paused : named.text) });
        if (schedule.isEnabled) {
          enabled.add(id);
        }
        if (paused && schedule.isEnabled) {
          const text = l10n.t('Another schedule has its name, so {0} is paused. Give one of them another name.', file);
          placed.notes.push({ file: from, text });
        }
        break;
      case 'already':
        placed.already.push(id);
        break;
      case 'changed': {
        const text = l10n.t('It was changed there since, or it is another of its name. {0} stays as it is.', file);
        placed.changed.push({ file: from, id, text });
        break;
      }
      case 'another':
        placed.problems.push({ file: from, id, text: l10n.t('There is another {0} here, so it was left out.', file) });
        break;
      default:
        placed.problems.push({ file: from, text: done.why });
    }
  }
  return placed;
}

/**
 * Under which of its names each file stands here, or comes to stand: what is there in the same words first, then what
 * only can be it, then the first name that no other file of the import has.
 */
async function namesHere(
  schedules: readonly ImportedSchedule[],
  place: Place,
): Promise<ReadonlyMap<ImportedSchedule, NamedSchedule>> {
  const names = new Map<ImportedSchedule, NamedSchedule>();
  const taken = new Set<string>();
  for (const fits of ['already', 'changed', undefined] as const) {
    for (const schedule of schedules) {
      for (const named of names.has(schedule) ? [] : [schedule, ...schedule.others]) {
        const isFree = !taken.has(named.stem);
        if (isFree && (fits === undefined || (await place(schedule, named, true)) === fits)) {
          names.set(schedule, named);
          taken.add(named.stem);
          break;
        }
      }
    }
  }
  return names;
}
