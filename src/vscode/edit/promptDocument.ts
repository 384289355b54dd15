import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { toEntry } from '../../core/entry/entry.ts';
import { memberOf, recordOf } from '../../core/rows/fieldValues.ts';
import { plainName } from '../../render/text/clean.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { PROMPT_SCHEME, type FilesChanged, type OfferedFiles } from '../say/offerFiles.ts';
import type { EditorServices } from '../wiring/editorServices.ts';

/** A prompt as it was last seen, and since when it reads like that, ms UTC. */
interface Seen {
  readonly bytes: Uint8Array;
  readonly mtime: number;
}

/** Opens the prompt of an entry as a document. Saving it changes the entry. */
export async function openPrompt({ state, schedule }: EntryRow): Promise<void> {
  const { title } = toEntry(state);
  const name = plainName(title, 60);
  const uri = vscode.Uri.from({
    scheme: PROMPT_SCHEME,
    path: `/${l10n.t('Prompt of {0}', name || l10n.t('an entry')).replaceAll('/', ' ')}.md`,
    query: JSON.stringify({ folder: schedule.folder.uri.toString(), id: state.id }),
  });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/**
 * The prompts of entries as files of an own scheme: read from the schedule as it stands, written by `edit`. Nothing of
 * them is on the disk but the schedule.
 */
export class PromptDocuments implements OfferedFiles, vscode.Disposable {
  private readonly model: ScheduleModel;
  private readonly run: EditorServices['run'];
  private readonly changed: FilesChanged;
  private readonly seen = new Map<string, Seen>();
  private readonly listening: vscode.Disposable;

  constructor({ model, run }: Pick<EditorServices, 'model' | 'run'>, changed: FilesChanged) {
    this.model = model;
    this.run = run;
    this.changed = changed;
    this.listening = model.onDidChange(() => this.tell());
  }

  dispose(): void {
    this.listening.dispose();
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { row, seen } = this.look(uri);
    const isFixed = !row.state.isOpen || row.state.definition !== undefined || !vscode.workspace.isTrusted;
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: seen.mtime,
      size: seen.bytes.length,
      ...(isFixed && { permissions: vscode.FilePermission.Readonly }),
    };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.look(uri).seen.bytes;
  }

  /** Throws where the change is refused, so that the document keeps what was typed. */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const { row } = this.look(uri);
    const prompt = new TextDecoder().decode(content);
    const input = prompt.trim() === '' ? { clear: ['prompt'] } : { prompt };
    const reply = await this.run('edit', { row, input });
    if (!reply?.ok) {
      throw vscode.FileSystemError.NoPermissions(reply?.why ?? l10n.t('The prompt was not changed.'));
    }
    this.look(uri);
  }

  /** The entry that a document is about, and its prompt. Throws where there is no such entry. */
  private look(uri: vscode.Uri): { readonly row: EntryRow; readonly seen: Seen } {
    const row = rowOf(this.model, uri);
    if (!row) {
      throw vscode.FileSystemError.FileNotFound(l10n.t('The entry is gone from the schedule.'));
    }
    const bytes = new TextEncoder().encode(toEntry(row.state).prompt ?? '');
    const name = uri.toString();
    const before = this.seen.get(name);
    // What else changes of the entry is no change of the document.
    const seen = before && isSame(before.bytes, bytes) ? before : { bytes, mtime: this.model.now };
    this.seen.set(name, seen);
    return { row, seen };
  }

  /** Tells the editor which prompts read otherwise by now. */
  private tell(): void {
    const events: vscode.FileChangeEvent[] = [];
    for (const [name, before] of this.seen) {
      const uri = vscode.Uri.parse(name);
      const isThere = rowOf(this.model, uri) !== undefined;
      if (!isThere) {
        this.seen.delete(name);
        events.push({ type: vscode.FileChangeType.Deleted, uri });
      } else if (this.look(uri).seen !== before) {
        events.push({ type: vscode.FileChangeType.Changed, uri });
      }
    }
    if (events.length > 0) {
      this.changed.fire(events);
    }
  }
}

function rowOf(model: ScheduleModel, { query }: vscode.Uri): EntryRow | undefined {
  const named = recordOf(JSON.parse(query) as unknown);
  const [folder, id] = [memberOf(named, 'folder'), memberOf(named, 'id')];
  const schedule = model.schedules.find(one => one.folder.uri.toString() === folder);
  const state = typeof id === 'string' ? schedule?.ledger.schedule.get(id) : undefined;
  return schedule && state && { kind: 'entry', state, schedule };
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
