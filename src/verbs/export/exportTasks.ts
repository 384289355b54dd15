import * as l10n from '@vscode/l10n';
import { isRefusal, refusal } from '../../core/basics/refusal.ts';
import { escapedLines } from '../../render/text/escaped.ts';
import { toAgentDefer } from '../../core/exchange/exportAgentDefer.ts';
import { digest } from '../../store/disk/digest.ts';
import { writeOut } from '../../store/disk/writeOut.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Host } from '../host.ts';
import { refuse, type Reply } from '../verb.ts';
import { entriesFor, leftText, type ExportWanted, type LeftBehind, type LeftOut } from './exportWanted.ts';

/** Gives entries as records of agent-defer, one a line, or writes them to a file. */
export async function exportTasks(host: Host, wanted: ExportWanted): Promise<Reply> {
  const { out, force } = wanted;
  const records: Readonly<Record<string, unknown>>[] = [];
  const ledgers: Ledger[] = [];
  const left: LeftOut[] = [];
  const behind: LeftBehind[] = [];
  for (const { entry, runs, ledger } of await entriesFor(host, wanted)) {
    // Its runner would start the task again.
    const last = runs.at(-1)?.outcome;
    const isUnsure = last === 'running' || last === 'unknown';
    const task =
      entry.isOpen && isUnsure
        ? refusal(l10n.t('a run of it is going on, or its end is unknown'))
        : toAgentDefer(entry, digest);
    if (isRefusal(task)) {
      left.push({ id: entry.id, why: task.why });
      continue;
    }
    records.push(task.record);
    ledgers.push(ledger);
    if (task.behind.length > 0) {
      behind.push({ id: entry.id, fields: task.behind });
    }
  }
  const report = leftText(left, behind);
  const lines = records.map(record => JSON.stringify(record));
  const value = { records, left_out: left, behind };
  if (out === undefined) {
    return { ok: true, say: escapedLines(lines.join('\n')), value, report };
  }
  const path = await writeOut(out, lines.map(line => `${line}\n`).join(''), force === true);
  if (typeof path !== 'string') {
    return refuse(path.why);
  }
  for (const ledger of new Set(ledgers)) {
    const count = ledgers.filter(one => one === ledger).length;
    await host.undo?.note(ledger.folder, { kind: 'export', at: host.clock.now(), count, files: [path] });
  }
  const say =
    records.length === 1
      ? l10n.t('1 entry was exported. It is still open here: close it, or both systems will have it.')
      : l10n.t(
          '{0} entries were exported. They are still open here: close them, or both systems will have them.',
          records.length,
        );
  return { ok: true, say, value: { ...value, out: path }, report };
}
