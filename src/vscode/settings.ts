import * as vscode from 'vscode';
import type { DayHours, TimeOfDay } from '../core/when/context.ts';
import { isZone } from '../core/zone.ts';
import { SCHEDULE_FOLDER, type FileOptions } from '../store/folderFiles.ts';

/** How loud Defer is when something is overdue. */
export type Loudness = 'banner' | 'badge' | 'off';

const read = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('defer');

/** What a window shows by itself: one message on opening, only the badge, or nothing. */
export function loudness(): Loudness {
  const value = read().get<string>('notifications');
  return value === 'badge' || value === 'off' ? value : 'banner';
}

/** The zone in which times are typed and shown: the setting, else DEFER_TIMEZONE, else the machine's (TIME.md). */
export function timeZone(): string {
  const named = [process.env['DEFER_TIMEZONE'], read().get<string>('timeZone')].find(zone => zone && isZone(zone));
  return named ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
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

/** Which files beside the schedule define entries. */
export const fileOptionsOf = (folder: vscode.Uri): FileOptions => ({
  schedules: () =>
    vscode.workspace.getConfiguration('defer', folder).get<string>('scheduleFolder')?.replaceAll('\\', '/').trim() ||
    SCHEDULE_FOLDER,
  heartbeat: () => read().get<boolean>('heartbeat') === true,
});

/** Files outside `.sf` that define entries, as patterns to watch; taken once, when a folder is opened. */
export function watchedBeside(folder: vscode.Uri): readonly string[] {
  const { schedules, heartbeat } = fileOptionsOf(folder);
  const elsewhere = schedules?.() ?? SCHEDULE_FOLDER;
  return [
    ...(elsewhere.startsWith('.sf/') ? [] : [`${elsewhere}/*.md`]),
    ...(heartbeat?.() === true ? ['HEARTBEAT.md'] : []),
  ];
}

/** The person's own agent profiles; machine scope, so that no workspace can set them. */
export const agentProfiles = (): unknown => read().inspect('agents')?.globalValue;

/** The agent of entries that name none; machine scope as well. */
export const standardAgent = (): string | undefined => {
  const value = read().inspect<string>('agent')?.globalValue;
  return value === '' ? undefined : value;
};

/** Whether the editor's agents get the MCP server beside the tools; machine scope too. */
export const isMcpEnabled = (): boolean => read().inspect<boolean>('mcp.enabled')?.globalValue === true;
