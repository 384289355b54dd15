import * as l10n from '@vscode/l10n';
import type { ImportedEntry, ImportNote, System } from '../../core/exchange/import/imported.ts';
import { planImport, type ImportPlan } from '../../core/exchange/import/planImport.ts';
import { readImport } from '../../core/exchange/import/readImport.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Instant } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { importCounts, importText, type ImportReport } from '../../render/review/importText.ts';
import { digest } from '../../store/disk/digest.ts';
import { findSources, gather, surroundings } from '../../store/import/importSource.ts';
import type { Ledger } from '../../store/ledger.ts';
import { machineZone } from '../../store/processes/machineZone.ts';
import { placeSchedules } from './importSchedules.ts';
import { refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

/** What is to be taken over. `source`: a system, a file or a folder; without it, what is found is shown. */
export interface Wanted {
  readonly source: string | undefined;
  readonly path: string | undefined;
  readonly dryRun: boolean;
  /** The names of the systems that can be read, for people. */
  readonly systems: string;
}

/**
 * Reads what another system keeps, and writes what is not in the ledger yet; in a rehearsal only says what that would
 * be.
 */
export async function takeOver(host: Host, ledger: Ledger, { source, path, dryRun, systems }: Wanted): Promise<Reply> {
  const around = surroundings(host.ledgers.filter(({ scope }) => scope === 'project').map(({ folder }) => folder));
  if (source === undefined) {
    return found(await findSources(around), systems);
  }
  const gathered = await gather(source, path, around, [ledger.folder]);
  if (isRefusal(gathered)) {
    return refuse(gathered.why);
  }
  const { system, files, notes } = gathered;
  const read = readImport(system, files, { now: host.clock.now(), digest, zone: machineZone() ?? 'UTC' });
  const now = host.clock.now();
  const plan = await importEntries(ledger, read.entries, now, dryRun);
  const placed = await placeSchedules(ledger, read.schedules, dryRun);
  if (!dryRun && plan.added.length + placed.made.length > 0) {
    await host.undo?.note(ledger.folder, { kind: 'import', at: now, count: plan.added.length, files: placed.made });
  }
  const all = [...notes, ...read.notes, ...(await proposalNotes(ledger, system, read.entries))];
  const isWrong = ({ problem }: ImportNote): boolean => problem === true;
  const plain = ({ problem: _, ...note }: ImportNote): Omit<ImportNote, 'problem'> => note;
  const report: ImportReport = {
    dry_run: dryRun,
    system,
    source: gathered.path,
    open_there:
      read.entries.some(({ fields }) => isOpenStatus(fields['status'])) ||
      read.schedules.some(({ isEnabled }) => isEnabled),
    added: plan.added,
    files: placed.files,
    already: [...plan.already, ...placed.already],
    changed: [...plan.changed, ...placed.changed],
    notes: [...all.filter(note => !isWrong(note)), ...plan.notes, ...placed.notes],
    problems: [...[...all.filter(isWrong), ...plan.problems].map(plain), ...placed.problems],
  };
  return { ok: true, say: importCounts(report), value: report, report: importText(report) };
}

/** Which files of this folder propose what is imported from them, which would be there twice once they are accepted. */
async function proposalNotes(
  ledger: Ledger,
  system: System,
  entries: readonly ImportedEntry[],
): Promise<readonly ImportNote[]> {
  const schedule = system === 'vscode' ? await ledger.look() : undefined;
  return entries.flatMap(({ file, id, given = id }) =>
    schedule?.get(`automation:${given}`)?.isOpen
      ? [
          {
            file,
            id,
            text: l10n.t(
              'The file proposes it here too. Reject {0}, or both will run once that is accepted.',
              `automation:${given}`,
            ),
          },
        ]
      : [],
  );
}

const isOpenStatus = (status: unknown): boolean => status === 'pending' || status === 'snoozed';

/** Writes what is not there yet, in one go; in a rehearsal only says what that would be. */
async function importEntries(
  ledger: Ledger,
  entries: readonly ImportedEntry[],
  now: Instant,
  dryRun: boolean,
): Promise<ImportPlan> {
  if (dryRun) {
    return planImport(entries, await ledger.look(), { now, actor: digest(ledger.folder), digest });
  }
  let plan: ImportPlan | undefined;
  await ledger.writeAll(now, (schedule, writer) => (plan = planImport(entries, schedule, writer)).rows);
  return plan as ImportPlan;
}

function found(sources: readonly { readonly system: string; readonly path: string }[], systems: string): Reply {
  const say =
    sources.length === 0
      ? l10n.t(
          'Nothing to import was found here or in the home folder. Say where: defer import <{0}> <path>.',
          systems.replaceAll(', ', '|'),
        )
      : l10n.t(
          'Found schedules of {0}. Import one with "defer import NAME"; add --dry-run to preview.',
          sources.map(({ system }) => system).join(', '),
        );
  return {
    ok: true,
    say,
    value: sources,
    report: sources.map(({ system, path }) => `${system}  ${cleanLine(path)}`).join('\n'),
  };
}
