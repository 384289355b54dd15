import type { ImportedEntry, ImportNote } from '../../core/exchange/import/imported.ts';
import type { ImportPlan } from '../../core/exchange/import/planImport.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { importCounts, importText, type ImportReport } from '../../render/text/importText.ts';
import { digest } from '../../store/disk/digest.ts';
import type { Ledger } from '../../store/ledger.ts';
import { placeSchedules } from '../import/importSchedules.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

const SYSTEM_WORDS = 'agent-defer, duragent, a3s, sf';

export const importVerb = defineVerb({
  name: 'import',
  title: 'Import…',
  help: `Import what another system keeps (${SYSTEM_WORDS}). It is only read there.`,
  examples: ['defer import', 'defer import agent-defer --dry-run', 'defer import duragent ../agents'],
  effect: 'owner',
  input: {
    source: {
      kind: 'text',
      argument: true,
      optional: true,
      help: `One of ${SYSTEM_WORDS}, or a file or folder; without it, what is found is shown`,
    },
    path: { kind: 'text', argument: true, optional: true, help: 'The file or folder of that system' },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be imported; write nothing' },
  },
  async run(host, { source, path, dry_run: dryRun }): Promise<Reply> {
    const ledger = host.ledgers[0];
    if (!ledger) {
      return refuse('There is no folder to keep a schedule in. Open one first.');
    }
    // What reads other systems is large, and needed once in the life of a project.
    const [{ findSources, gather, surroundings }, { readImport }] = await Promise.all([
      import('../../store/import/importSource.ts'),
      import('../../core/exchange/import/readImport.ts'),
    ]);
    const around = surroundings(host.ledgers.filter(({ scope }) => scope === 'project').map(({ folder }) => folder));
    if (source === undefined) {
      return found(await findSources(around));
    }
    const gathered = await gather(source, path, around, [ledger.folder]);
    if (isRefusal(gathered)) {
      return refuse(gathered.why);
    }
    const { system, files, notes } = gathered;
    const read = readImport(system, files, { now: host.clock.now(), digest });
    const plan = await importEntries(host, ledger, read.entries, dryRun === true);
    const placed = await placeSchedules(ledger, read.schedules, dryRun === true);
    const all = [...notes, ...read.notes];
    const isWrong = ({ problem }: ImportNote): boolean => problem === true;
    const plain = ({ problem: _, ...note }: ImportNote): Omit<ImportNote, 'problem'> => note;
    const report: ImportReport = {
      dry_run: dryRun === true,
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
  },
});

const isOpenStatus = (status: unknown): boolean => status === 'pending' || status === 'snoozed';

/** Writes what is not there yet, in one go; in a rehearsal only says what that would be. */
async function importEntries(
  host: Host,
  ledger: Ledger,
  entries: readonly ImportedEntry[],
  dryRun: boolean,
): Promise<ImportPlan> {
  const { planImport } = await import('../../core/exchange/import/planImport.ts');
  const now = host.clock.now();
  if (dryRun) {
    return planImport(entries, await ledger.look(), { now, actor: digest(ledger.folder), digest });
  }
  let plan: ImportPlan | undefined;
  await ledger.writeAll(now, (schedule, writer) => (plan = planImport(entries, schedule, writer)).rows);
  return plan as ImportPlan;
}

function found(sources: readonly { readonly system: string; readonly path: string }[]): Reply {
  const say =
    sources.length === 0
      ? `Nothing to import was found here or in the home folder. Say where: defer import <${SYSTEM_WORDS.replaceAll(', ', '|')}> <path>.`
      : `Found schedules of ${sources.map(({ system }) => system).join(', ')}. Import it with "defer import" and the name of the system, with --dry-run to see it first.`;
  return {
    ok: true,
    say,
    value: sources,
    report: sources.map(({ system, path }) => `${system}  ${cleanLine(path)}`).join('\n'),
  };
}
