import * as vscode from 'vscode';
import { isZone } from '../../core/basics/zone.ts';
import { AUTOMATIONS_FOLDER, SCHEDULE_FOLDER, type FileOptions } from '../../store/files/folderFiles.ts';
import type { Scope } from '../../store/ledger.ts';
import { machineZone } from '../../store/processes/machineZone.ts';

export const read = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('defer');

/** The zone in which times are typed and shown: DEFER_TIMEZONE, else the setting, else the machine's (docs/time.md). */
export const timeZone = (): string => namedZones().find(isZone) ?? machineZone() ?? 'UTC';

const namedZones = (): readonly string[] =>
  [process.env['DEFER_TIMEZONE'] ?? '', read().get('timeZone', '')].filter(Boolean);

/** A zone that is named in the settings or the environment and does not exist; `undefined` where all is well. */
export function unknownZone(): string | undefined {
  const named = namedZones();
  const ofMachine = named.length === 0 && machineZone() === undefined ? process.env['TZ'] : undefined;
  return named.find(zone => !isZone(zone)) ?? ofMachine;
}

/** Which files beside the schedule define entries. Of the home folder no workspace may say so. */
export const fileOptionsOf = (folder: vscode.Uri, scope: Scope): FileOptions => ({
  schedules: () =>
    (scope === 'project' &&
      vscode.workspace.getConfiguration('defer', folder).get<string>('scheduleFolder')?.replaceAll('\\', '/').trim()) ||
    SCHEDULE_FOLDER,
  heartbeat: () => read().get<boolean>('heartbeat') === true,
  isPlugin: scope === 'project',
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
    `${AUTOMATIONS_FOLDER}/*.automation.md`,
    ...(heartbeat?.() === true ? ['HEARTBEAT.md'] : []),
  ].map(pattern => new vscode.RelativePattern(folder, pattern));
}

/** The folders in which they are, by their absolute paths, there or not. */
export const watchedFoldersOf = (folder: vscode.Uri, scope: Scope): readonly string[] => {
  const schedules = fileOptionsOf(folder, scope).schedules?.() ?? SCHEDULE_FOLDER;
  // The workspace says the second, and it is not to lead out of itself.
  const own = schedules.split('/').includes('..') ? ['.sf'] : ['.sf', schedules];
  const inside = scope === 'project' ? [...own, AUTOMATIONS_FOLDER] : own;
  return inside.map(path => vscode.Uri.joinPath(folder, path).fsPath);
};

/** Whether approved entries run automatically in this window; machine scope as well. */
export const autoRun = (): boolean => read().inspect('autoRun')?.globalValue === 'approved';

/** Whether conversations are looked at; machine scope as well. */
export const conversationsOn = (): boolean => read().inspect('conversations')?.globalValue !== 'off';
