import * as l10n from '@vscode/l10n';
import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { isTombstone, toEntry } from '../../core/entry/entry.ts';
import { runText } from '../../render/text/runText.ts';
import { toRuns } from '../../core/rows/runEvents.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { isolate } from '../../render/text/isolate.ts';
import { spokenList } from '../../render/text/spoken.ts';
import type { ScheduleModel } from '../model/scheduleModel.ts';
import { plainLabel } from '../say/notices.ts';
import type { EntryRow } from '../tree/entryRow.ts';

/**
 * A moment of a file, as the view Timeline shows it. The types of the editor that Defer is built for do not have it.
 */
interface TimelineItem {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Ms UTC. */
  readonly timestamp: number;
  readonly iconPath: vscode.ThemeIcon;
  readonly command: vscode.Command;
  readonly accessibilityInformation: vscode.AccessibilityInformation;
}

interface TimelineProvider {
  readonly id: string;
  readonly label: string;
  readonly onDidChange: vscode.Event<undefined>;
  provideTimeline(uri: vscode.Uri): Promise<{ readonly items: readonly TimelineItem[] }>;
}

/** The part of `vscode.workspace` that editors have from 1.145 on. Before, it is there and throws. */
export interface TimelineHost {
  registerTimelineProvider?(scheme: string, provider: TimelineProvider): vscode.Disposable;
}

/** How many moments of a file are shown. */
const MOST = 100;

/** Shows in the view Timeline what was scheduled about a file, and its runs, where the editor takes that. */
export function openTimeline(host: TimelineHost, model: ScheduleModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const listening = model.onDidChange(told => told === 'schedule' && changed.fire(undefined));
  const provider: TimelineProvider = {
    id: 'defer',
    label: 'Defer',
    onDidChange: changed.event,
    provideTimeline: async uri => ({ items: await itemsOf(model, uri) }),
  };
  try {
    const offered = host.registerTimelineProvider?.('file', provider);
    return vscode.Disposable.from(changed, listening, ...(offered ? [offered] : []));
  } catch {
    // In this editor it is still a proposal.
    listening.dispose();
    return changed;
  }
}

async function itemsOf(model: ScheduleModel, uri: vscode.Uri): Promise<readonly TimelineItem[]> {
  await model.readAll();
  const items: TimelineItem[] = [];
  for (const schedule of model.schedules) {
    const path = relative(schedule.folder.uri.fsPath, uri.fsPath).split(sep).join('/');
    for (const state of schedule.ledger.schedule.some()) {
      const entry = toEntry(state);
      const isAbout = entry.artifacts.some(artifact => namesFile(artifact, path, uri.fsPath));
      if (isAbout && !isTombstone(entry)) {
        items.push(...momentsOf(model, { kind: 'entry', state, schedule }));
      }
    }
  }
  return items.sort((one, other) => other.timestamp - one.timestamp).slice(0, MOST);
}

/** Whether an artifact is that file, or lines of it. */
const namesFile = (artifact: string, path: string, whole: string): boolean => {
  const file = artifact.replace(/:\d+(?:-\d+)?$/, '').replace(/^\.\//, '');
  return file === path || file === whole;
};

function momentsOf(model: ScheduleModel, row: EntryRow): readonly TimelineItem[] {
  const entry = toEntry(row.state);
  const title = isolate(cleanLine(entry.title)) || l10n.t('(no title)');
  const { horizon, zone } = model.view;
  const moment = (id: string, timestamp: number | undefined, icon: string, description: string): TimelineItem[] =>
    timestamp === undefined
      ? []
      : [
          {
            id: JSON.stringify([row.schedule.folder.uri.toString(), entry.id, id]),
            ...{ label: plainLabel(title), description: plainLabel(description), timestamp },
            iconPath: new vscode.ThemeIcon(icon),
            command: { command: 'defer.show', title: l10n.t('Show Entry'), arguments: [row] },
            accessibilityInformation: { label: spokenList(title, description) },
          },
        ];
  const closed = entry.isOpen ? undefined : entry.updatedAt;
  return [
    ...moment('created', entry.createdAt, 'bell', l10n.t('Scheduled')),
    ...toRuns(row.state.runEvents(), model.alive)
      .filter(run => run.outcome !== 'skipped')
      .flatMap(run =>
        moment(`run ${run.token}`, timeOf(run.started_at), 'play', cleanLine(runText(run, horizon.now, zone))),
      ),
    ...moment('closed', closed, 'check', entry.status === 'done' ? l10n.t('Done') : l10n.t('Cancelled')),
  ];
}
