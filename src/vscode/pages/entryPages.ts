import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Elsewhere } from '../../core/exchange/elsewhere.ts';
import { isTombstone, toEntry } from '../../core/entry/entry.ts';
import { recordOf } from '../../core/rows/fieldValues.ts';
import { ENTRY_PAGE_ACTS, type EntryShown } from '../../page/messages/entryShown.ts';
import type { Asked } from '../../page/messages/asked.ts';
import { driftOf } from '../../verbs/look/entryDrift.ts';
import { handoffsOf } from '../../verbs/look/handoffsOf.ts';
import type { Failures } from '../model/failures.ts';
import type { FolderSchedule, ScheduleModel } from '../model/scheduleModel.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import { seenIn } from '../tree/rowWords.ts';
import { actsFor } from './entryActs.ts';
import { filesOf, openFile, type OpenFile } from './entryFiles.ts';
import { entryShownOf, goneShown, titleOf } from './entryShownOf.ts';
import { Page, type PageKind } from './page.ts';
import { showable } from './runsShown.ts';

const KIND: PageKind = { name: 'entry', acts: ENTRY_PAGE_ACTS };

/** What the page of an entry is known by, also after a reload. */
interface Kept {
  readonly id: string;
  /** The folder of its schedule. */
  readonly folder: string;
  readonly title: string;
}

/** What the disk, git and this machine say of an entry. */
interface Around {
  /** The revision of the schedule that it was looked up for. */
  readonly revision: number;
  readonly files: readonly OpenFile[];
  readonly drift: string | undefined;
  /** Whether the entry was allowed to run without a person at that time. */
  readonly isAllowed: boolean;
  /** The schedulers that would start the entry. They are looked up only once it is allowed. */
  readonly handoffs: readonly Elsewhere[];
}

const NOT_LOOKED: Around = { revision: -1, isAllowed: false, files: [], drift: undefined, handoffs: [] };

/** A page that is open. */
interface Open {
  readonly page: Page<EntryShown>;
  kept: Kept;
  around: Around;
}

/** What pages of entries touch. */
export interface EntryPageParts {
  readonly model: ScheduleModel;
  readonly failures: Failures;
  readonly extension: Pick<vscode.Extension<unknown>, 'extensionUri' | 'packageJSON'>;
}

/** The pages of entries, a tab for each. They are drawn anew when their entry changes and as time goes on. */
export class EntryPages implements vscode.Disposable {
  private readonly parts: EntryPageParts;
  private readonly open = new Map<string, Open>();
  private readonly listening: vscode.Disposable;

  constructor(parts: EntryPageParts) {
    this.parts = parts;
    const drawAll = (): void => this.open.forEach(one => this.draw(one));
    this.listening = vscode.Disposable.from(
      parts.model.onDidChange(drawAll),
      vscode.workspace.onDidGrantWorkspaceTrust(drawAll),
    );
  }

  /** Shows the page of an entry, in front. */
  show({ state, schedule }: EntryRow): void {
    const title = titleOf(toEntry(state).title);
    const kept = { id: state.id, folder: schedule.folder.uri.toString(), title };
    const known = this.open.get(keyOf(kept));
    if (known) {
      known.page.reveal();
      return;
    }
    this.take(Page.open(KIND, { extension: this.parts.extension.extensionUri, title }), kept);
  }

  /** Takes over a page that was open before the window was reloaded. */
  adopt(panel: vscode.WebviewPanel, kept: unknown): void {
    const { id, folder, title } = recordOf(kept);
    if (typeof id === 'string' && typeof folder === 'string' && !this.open.has(keyOf({ id, folder }))) {
      const page = Page.adopt<EntryShown>(KIND, panel, this.parts.extension.extensionUri);
      this.take(page, { id, folder, title: titleOf(String(title)) });
    } else {
      panel.dispose();
    }
  }

  dispose(): void {
    this.listening.dispose();
    this.open.forEach(({ page }) => page.dispose());
  }

  private take(page: Page<EntryShown>, kept: Kept): void {
    const one: Open = { page, kept, around: NOT_LOOKED };
    this.open.set(keyOf(kept), one);
    page.onClosed(() => this.open.delete(keyOf(kept)));
    page.onSeen(() => this.draw(one));
    page.onAsked(asked => this.parts.failures.watch(l10n.t('The page of an entry'), this.answer(one, asked)));
    this.draw(one);
  }

  private scheduleOf({ kept }: Open): FolderSchedule | undefined {
    return this.parts.model.schedules.find(({ folder }) => folder.uri.toString() === kept.folder);
  }

  /** The entry as it was read last. */
  private rowOf(one: Open): EntryRow | undefined {
    const schedule = this.scheduleOf(one);
    const state = schedule?.ledger.schedule.get(one.kept.id);
    return schedule && state && !isTombstone(toEntry(state)) ? { kind: 'entry', state, schedule } : undefined;
  }

  private draw(one: Open): void {
    if (!one.page.isVisible) {
      return;
    }
    const row = this.rowOf(one);
    if (!row) {
      this.parts.failures.watch(l10n.t('The page of an entry'), this.drawMissing(one));
      return;
    }
    const { model, extension } = this.parts;
    const { view } = model;
    const looked = seenIn(row, view);
    const isAllowed = looked.approved === true;
    const handoffs = isAllowed ? one.around.handoffs : [];
    const seen = { ...looked, ...conversationOf(row), handoffs };
    const shown = entryShownOf({
      ...{ state: row.state, seen, now: view.horizon.now, zone: view.zone, mark: model.markOf(row.schedule) },
      ...{ acts: actsFor(seen, extension.packageJSON), files: one.around.files, drift: one.around.drift },
    });
    one.kept = { ...one.kept, title: shown.title };
    one.page.title = shown.title;
    one.page.show(shown, one.kept);
    if (one.around.revision !== row.schedule.ledger.revision || one.around.isAllowed !== isAllowed) {
      this.parts.failures.watch(l10n.t('The page of an entry'), this.lookAround(one, row, isAllowed));
    }
  }

  /** Asks the disk and git, whose answers may take a while, and draws once more. */
  private async lookAround(one: Open, { state, schedule: { ledger } }: EntryRow, isAllowed: boolean): Promise<void> {
    const { revision } = ledger;
    const schedules = this.parts.model.schedules.map(each => each.ledger);
    one.around = { ...one.around, revision, isAllowed };
    const entry = toEntry(state);
    const [files, drift, handoffs] = await Promise.all([
      filesOf(entry, ledger.folder),
      driftOf(ledger, entry),
      isAllowed && entry.isOpen ? handoffsOf(ledger, schedules) : [],
    ]);
    one.around = { revision, isAllowed, files, drift, handoffs };
    this.draw(one);
  }

  /** A closed entry may not have been read yet. */
  private async drawMissing(one: Open): Promise<void> {
    const { ledger } = this.scheduleOf(one) ?? {};
    const isLeftOut = ledger !== undefined && (await ledger.mayLack(one.kept.id));
    if (isLeftOut) {
      await ledger.look();
    }
    if (this.rowOf(one)) {
      this.draw(one);
    } else {
      one.page.show(goneShown(one.kept.title), one.kept);
    }
  }

  /** What a page asks for is looked up anew: it may have been drawn a while ago. */
  private async answer(one: Open, { act, at = '', to = '' }: Asked): Promise<void> {
    const row = this.rowOf(one);
    if (!row) {
      return;
    }
    const seen = seenIn(row, this.parts.model.view);
    if (act === 'file') {
      await openFile(seen.entry, row.schedule.ledger.folder, at);
    } else if (act === 'do' && actsFor(seen, this.parts.extension.packageJSON).some(({ key }) => key === at)) {
      await vscode.commands.executeCommand(at, row);
    } else if (act === 'run') {
      const run = seen.runs.find(({ token }) => token === at);
      const command = run && showable(run).find(name => name === to);
      if (command) {
        const given = { kind: 'run', id: row.state.id, token: at, entry: row };
        await vscode.commands.executeCommand(command, given);
      }
    }
  }
}

const keyOf = ({ id, folder }: Pick<Kept, 'id' | 'folder'>): string => JSON.stringify([folder, id]);

function conversationOf({ state, schedule }: EntryRow) {
  const conversation = state.isOpen ? schedule.standings?.get(state.id) : undefined;
  return conversation && { conversation };
}
