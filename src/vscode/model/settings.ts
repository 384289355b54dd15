import * as vscode from 'vscode';
import type { DayHours, TimeOfDay } from '../../core/when/readingContext.ts';
import { isZone } from '../../core/basics/zone.ts';
import { SCHEDULE_FOLDER, type FileOptions } from '../../store/files/folderFiles.ts';
import type { Scope } from '../../store/ledger.ts';
import { machineZone } from '../../store/processes/machineZone.ts';

/** How loud Defer is when something is overdue. */
export type Loudness = 'banner' | 'badge' | 'off';

const read = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('defer');

/** What a window shows without being asked: one message on opening, only the badge, or nothing. */
export function loudness(): Loudness {
  const value = read().get<string>('notifications');
  return value === 'badge' || value === 'off' ? value : 'banner';
}

/** The zone in which times are typed and shown: the setting, else DEFER_TIMEZONE, else the machine's (docs/time.md). */
export function timeZone(): string {
  const named = [process.env['DEFER_TIMEZONE'], read().get<string>('timeZone')].find(zone => zone && isZone(zone));
  return named ?? machineZone() ?? 'UTC';
}

/** A zone that is named in the settings or the environment and does not exist; `undefined` where all is well. */
export const unknownZone = (): string | undefined =>
  [process.env['DEFER_TIMEZONE'], read().get<string>('timeZone')].find(zone => zone && !isZone(zone));

/** What a bare day means. */
export const morning = (): TimeOfDay => toTime(read().get('morning')) ?? { hour: 9, minute: 0 };

/** What `afternoon`, `evening` and `night` mean, where the settings say so. */
export function dayHours(): DayHours {
  const said = read().get<Record<string, unknown>>('dayparts') ?? {};
  const names = ['afternoon', 'evening', 'night'] as const;
  return Object.fromEntries(names.flatMap(name => [toTime(said[name])].flatMap(time => (time ? [[name, time]] : []))));
}

function toTime(value: unknown): TimeOfDay | undefined {
  const match = typeof value === 'string' ? /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(value) : undefined;
  return match ? { hour: Number(match[1]), minute: Number(match[2]) } : undefined;
}

/** Which files beside the schedule define entries. Of the home folder no workspace may say so. */
export const fileOptionsOf = (folder: vscode.Uri, scope: Scope): FileOptions => ({
  schedules: () =>
    (scope === 'project' &&
      vscode.workspace.getConfiguration('defer', folder).get<string>('scheduleFolder')?.replaceAll('\\', '/').trim()) ||
    SCHEDULE_FOLDER,
  heartbeat: () => read().get<boolean>('heartbeat') === true,
});

/**
 * Where rows and files that define entries may change, as patterns to watch; taken once, when a folder is opened. Of
 * the home folder nothing is watched but what is directly in it and in `.sf`.
 */
export function watchedOf(folder: vscode.Uri, scope: Scope): readonly vscode.RelativePattern[] {
  const { schedules, heartbeat } = fileOptionsOf(folder, scope);
  if (scope === 'global') {
    return [
      new vscode.RelativePattern(folder, '{.sf,HEARTBEAT.md}'),
      new vscode.RelativePattern(vscode.Uri.joinPath(folder, SCHEDULE_FOLDER), '*.md'),
    ];
  }
  const elsewhere = schedules?.() ?? SCHEDULE_FOLDER;
  return [
    '.sf/**',
    ...(elsewhere.startsWith('.sf/') ? [] : [`${elsewhere}/*.md`]),
    ...(heartbeat?.() === true ? ['HEARTBEAT.md'] : []),
  ].map(pattern => new vscode.RelativePattern(folder, pattern));
}

/** The folders in which they are, by their absolute paths, there or not. */
export const watchedFoldersOf = (folder: vscode.Uri, scope: Scope): readonly string[] => {
  const schedules = fileOptionsOf(folder, scope).schedules?.() ?? SCHEDULE_FOLDER;
  // The workspace says the second, and it is not to lead out of itself.
  const inside = schedules.split('/').includes('..') ? ['.sf'] : ['.sf', schedules];
  return inside.map(path => vscode.Uri.joinPath(folder, path).fsPath);
};

/** The person's own agent profiles; machine scope, so that no workspace can set them. */
export const agentProfiles = (): unknown => read().inspect('agents')?.globalValue;

/** The agent of entries that name none; machine scope as well. */
export const standardAgent = (): string | undefined => {
  const value = read().inspect<string>('agent')?.globalValue;
  return value === '' ? undefined : value;
};

/** What an agent is told when it continues a conversation that a limit stopped; machine scope as well. */
export const goOn = (): string | undefined => read().inspect<string>('goOn')?.globalValue?.trim() || undefined;

/** Whether approved entries run automatically in this window; machine scope as well. */
export const autoRun = (): boolean => read().inspect('autoRun')?.globalValue === 'approved';

/** How failed runs wait, in seconds; machine scope as well. */
export const retrySettings = (): { readonly base: unknown; readonly cap: unknown } => ({
  base: read().inspect('retryBase')?.globalValue,
  cap: read().inspect('retryCap')?.globalValue,
});

/** Whether the editor's agents get the MCP server beside the tools; machine scope too. */
export const isMcpEnabled = (): boolean => read().inspect<boolean>('mcp.enabled')?.globalValue === true;
