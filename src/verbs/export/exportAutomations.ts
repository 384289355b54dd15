import * as l10n from '@vscode/l10n';
import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { escapedLines, escapedNote } from '../../render/text/escaped.ts';
import { toIso } from '../../core/basics/time.ts';
import { AUTOMATION_SUFFIX } from '../../core/files/automationText.ts';
import { toAutomation, type ExportedAutomation } from '../../core/exchange/exportAutomation.ts';
import { writeFilesOut } from '../../store/disk/writeOut.ts';
import { machineZone } from '../../store/processes/machineZone.ts';
import type { Host } from '../host.ts';
import type { ListedEntry } from '../look/seenEntries.ts';
import { refuse, type Reply } from '../verb.ts';
import { entriesFor, leftText, type ExportWanted, type LeftBehind, type LeftOut } from './exportWanted.ts';

/** An entry with the file that it becomes. */
interface Made extends ExportedAutomation {
  readonly seen: ListedEntry;
}

/**
 * Gives entries as files of VS Code's Automations. Where they are written, each entry says from then on that VS Code
 * may run it as well.
 */
export async function exportAutomations(host: Host, wanted: ExportWanted): Promise<Reply> {
  const zone = machineZone() ?? 'UTC';
  const files: Made[] = [];
  const left: LeftOut[] = [];
  for (const seen of await entriesFor(host, wanted)) {
    const { id } = seen.entry;
    const made = toAutomation(seen.entry, zone);
    if (isRefusal(made)) {
      left.push({ id, why: made.why });
    } else if (files.some(({ name }) => name === made.name)) {
      left.push({ id, why: l10n.t('another entry becomes {0} too; give one of them another title', made.name) });
    } else {
      files.push({ ...made, seen });
    }
  }
  const behind: readonly LeftBehind[] = files.flatMap(({ seen, behind: fields }) =>
    fields.length === 0 ? [] : [{ id: seen.entry.id, fields }],
  );
  const [only] = left;
  if (wanted.only && only) {
    return refuse(l10n.t('It cannot be exported: {0}.', only.why));
  }
  const report = leftText(left, behind);
  const shown = files.map(({ name, text, seen }) => ({
    id: seen.entry.id,
    title: seen.entry.title,
    name,
    text,
  }));
  const value = { files: shown, left_out: left, behind };
  if (wanted.out === undefined) {
    const texts = files.map(({ name, text }) => `${files.length > 1 ? `# ---- ${name}\n` : ''}${text}`);
    const whole = texts.join('\n').replace(/\n$/, '');
    const say = escapedLines(whole);
    return { ok: true, say, value, report: [report, say === whole ? '' : escapedNote()].filter(Boolean).join('\n') };
  }
  const paths = await writeFilesOut(wanted.out, files, wanted.force === true);
  if (isRefusal(paths)) {
    return refuse([paths.why, report].filter(Boolean).join('\n'));
  }
  const now = host.clock.now();
  for (const ledger of new Set(files.map(({ seen }) => seen.ledger))) {
    const mine = files.filter(({ seen }) => seen.ledger === ledger).length;
    await host.undo?.note(ledger.folder, { kind: 'export', at: now, count: mine, files: paths });
  }
  const proposed: string[] = [];
  for (const { seen, name } of files) {
    const marked = await markExported(host, seen, name);
    if (isRefusal(marked)) {
      return refuse(marked.why);
    }
    const id = `automation:${name.slice(0, -AUTOMATION_SUFFIX.length)}`;
    if ((await seen.ledger.look()).get(id)?.status === 'proposed') {
      proposed.push(l10n.t('The file proposes it here too. Reject {0}, or both will run once that is accepted.', id));
    }
  }
  const say =
    files.length === 1
      ? l10n.t(
          '1 entry was exported. VS Code runs it once you import it in its Automations and turn it on there; turn it off here then, or both will run it.',
        )
      : l10n.t(
          '{0} entries were exported. VS Code runs each once you import it in its Automations and turn it on there; turn it off here then, or both will run it.',
          files.length,
        );
  return { ok: true, say, value: { ...value, out: paths }, report: [report, ...proposed].filter(Boolean).join('\n') };
}

/** Keeps with an entry that VS Code may have it too. */
async function markExported(host: Host, { entry, ledger }: ListedEntry, file: string): Promise<Refusal | undefined> {
  const now = host.clock.now();
  const exported = { to: 'vscode', file };
  const after = await ledger.act(entry.id, now, () => ({ set: { exported, updated_at: toIso(now) } }));
  return isRefusal(after) ? after : undefined;
}
