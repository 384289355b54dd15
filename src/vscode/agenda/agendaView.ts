import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { recordOf } from '../../core/rows/fieldValues.ts';
import type { EntryState } from '../../core/fold/entryState.ts';
import { agendaOf, FIRST_LINES, MORE_LINES } from '../../render/agenda/agenda.ts';
import { agendaDays, DAYS } from '../../render/agenda/agendaDays.ts';
import type { AgendaMember, AgendaSchedule } from '../../render/agenda/agendaLines.ts';
import type { AgendaLook } from '../../render/agenda/agendaLook.ts';
import { runKey } from '../../render/agenda/agendaMarks.ts';
import type { Failures } from '../model/failures.ts';
import type { FolderSchedule, ScheduleModel, Told } from '../model/scheduleModel.ts';
import { Page } from '../pages/page.ts';
import type { Asked } from '../../page/messages/asked.ts';
import type { EntryRow } from '../tree/entryRow.ts';
import type { Keep } from '../tree/treeRows.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { actOnAgenda, AGENDA_PAGE, type AgendaTarget } from './agendaActs.ts';
import { AgendaBeside } from './agendaBeside.ts';
import { EntryKeys } from './entryKeys.ts';

/** How many days ahead the agenda goes at most: two years. */
const FURTHEST = 104 * DAYS;

/** How long after drawing the entries the runs and limits are read, in ms. */
const AFTER_DRAWING = 300;

/** What the agenda takes over from the tree: which entries are shown. */
export interface Narrowed {
  readonly filter: string;
  readonly keep: Keep;
  readonly onDidChangeTreeData: vscode.Event<unknown>;
}

/** The agenda in a tab: drawn when somebody sees it, anew when the schedule changes and as time goes on. */
export class AgendaView implements vscode.Disposable {
  private readonly services: EditorServices;
  private readonly model: ScheduleModel;
  private readonly narrowed: Narrowed;
  private readonly failures: Failures;
  private readonly extension: vscode.Uri;
  private readonly beside: AgendaBeside;
  private readonly keys = new EntryKeys();
  private readonly listening: vscode.Disposable;
  private page: Page<AgendaLook> | undefined;
  /** How many days after today the first day is. */
  private skip = 0;
  /** How many lines of a lane are shown, where those are more than at first. */
  private readonly lines = new Map<string, number>();
  private at: string | undefined;
  private waiting: NodeJS.Timeout | undefined;
  private members: ReadonlyMap<string, AgendaMember<FolderSchedule>> = new Map();

  constructor(services: EditorServices, narrowed: Narrowed, failures: Failures, extension: vscode.Uri) {
    this.services = services;
    this.model = services.model;
    this.narrowed = narrowed;
    this.failures = failures;
    this.extension = extension;
    this.beside = new AgendaBeside(services.model, services.conversations, failures);
    let filter = narrowed.filter;
    this.listening = vscode.Disposable.from(
      this.beside,
      this.beside.onDidFind(() => this.draw()),
      services.model.onDidChange(told => this.look(told)),
      narrowed.onDidChangeTreeData(() => {
        if (filter !== narrowed.filter) {
          filter = narrowed.filter;
          this.draw();
        }
      }),
    );
  }

  /** Shows the agenda, in front. */
  open(): void {
    if (this.page) {
      this.page.reveal();
    } else {
      this.take(Page.open(AGENDA_PAGE, { extension: this.extension, title: l10n.t('Agenda') }));
    }
  }

  /** Takes over a page that was open before the window was reloaded. */
  adopt(panel: vscode.WebviewPanel, state: unknown): void {
    const { skip } = recordOf(state);
    this.show(typeof skip === 'number' && Number.isSafeInteger(skip) ? skip : 0);
    this.take(Page.adopt(AGENDA_PAGE, panel, this.extension));
  }

  dispose(): void {
    clearTimeout(this.waiting);
    this.listening.dispose();
    this.page?.dispose();
  }

  private take(page: Page<AgendaLook>): void {
    this.page?.dispose();
    this.page = page;
    page.onClosed(() => {
      if (this.page === page) {
        this.page = undefined;
      }
    });
    page.onSeen(() => this.look('schedule'));
    page.onAsked(asked => this.failures.watch(l10n.t('Agenda'), this.act(asked)));
    this.look('schedule');
  }

  private look(told: Told): void {
    if (this.page?.isVisible) {
      this.draw();
      if (told === 'schedule') {
        this.waiting ??= setTimeout(() => {
          this.waiting = undefined;
          void this.beside.look();
        }, AFTER_DRAWING);
      }
    }
  }

  private draw(): void {
    const { page, model, skip, at } = this;
    if (!page?.isVisible) {
      return;
    }
    const { look, members } = agendaOf(
      model.schedules.map(schedule => this.sourceOf(schedule)),
      model.view,
      {
        ...{ skip, filter: this.narrowed.filter, keep: this.narrowed.keep },
        linesOf: lane => this.lines.get(lane) ?? FIRST_LINES,
        ...{ past: this.beside.past, limits: this.beside.limits },
        isRestricted: !vscode.workspace.isTrusted,
      },
    );
    this.members = members;
    page.show({ ...look, ...(at !== undefined && { at }) }, { skip });
  }

  private sourceOf(schedule: FolderSchedule): AgendaSchedule<FolderSchedule> {
    const { ledger, folder, approved, standings } = schedule;
    const keyOf = ({ id }: EntryState): string => this.keys.keyOf(folder.uri.toString(), id);
    return { schedule: ledger.schedule, tag: schedule, keyOf, approved, standings };
  }

  private show(skip: number): void {
    this.skip = Math.min(Math.max(0, skip), FURTHEST);
    this.lines.clear();
  }

  private async act({ act, at = '', to = '' }: Asked): Promise<void> {
    switch (act) {
      case 'stand':
        this.at = at;
        return;
      case 'previous':
        this.show(this.skip - DAYS);
        return this.draw();
      case 'today':
        this.show(0);
        return this.draw();
      case 'next':
        this.show(this.skip + DAYS);
        return this.draw();
      case 'more':
        this.lines.set(at, (this.lines.get(at) ?? FIRST_LINES) + MORE_LINES);
        return this.draw();
      default:
        await actOnAgenda(this.services, act, this.targetOf(at, to));
    }
  }

  private targetOf(at: string, to: string): AgendaTarget {
    const member = this.members.get(at);
    const past = this.beside.past.find(({ run }) => runKey(run) === at);
    const days = agendaDays(this.model.now, this.model.view.zone, this.skip);
    const row: EntryRow | undefined = member && { kind: 'entry', state: member.state, schedule: member.tag };
    return { row, past, lane: to, days };
  }
}
