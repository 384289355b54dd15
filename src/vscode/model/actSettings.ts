import type { DayHours, TimeOfDay } from '../../core/when/readingContext.ts';
import { read } from './settings.ts';

/** How loud Defer is. */
export type Loudness = 'all' | 'banner' | 'badge' | 'off';

/**
 * What a window shows without being asked: a message whenever something is due, one on opening, only the badge, or
 * nothing.
 */
export function loudness(): Loudness {
  const value = read().get<string>('notifications');
  return value === 'banner' || value === 'badge' || value === 'off' ? value : 'all';
}

/** Whether a message may come when a workspace is opened, or a limit stopped a conversation. */
export const tellsOnOpening = (): boolean => loudness() === 'all' || loudness() === 'banner';

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

/** The person's own agent profiles; machine scope, so that no workspace can set them. */
export const agentProfiles = (): unknown => read().inspect('agents')?.globalValue;

/** What the person has brought along into worktrees; machine scope as well. An empty one is none. */
export const worktreeBrings = (): unknown => {
  const value = read().inspect<Record<string, unknown>>('worktree')?.globalValue;
  return value && Object.keys(value).length === 0 ? undefined : value;
};

/** The agent of entries that name none; machine scope as well. */
export const standardAgent = (): string | undefined => {
  const value = read().inspect<string>('agent')?.globalValue;
  return value === '' ? undefined : value;
};

/** How failed runs wait, in seconds; machine scope as well. */
export const retrySettings = (): { readonly base: unknown; readonly cap: unknown } => ({
  base: read().inspect('retryBase')?.globalValue,
  cap: read().inspect('retryCap')?.globalValue,
});

/** Whether the editor's agents get the MCP server beside the tools; machine scope too. */
export const isMcpEnabled = (): boolean => read().inspect<boolean>('mcp.enabled')?.globalValue === true;

/** What an agent is told when it continues a conversation that a limit stopped; machine scope as well. */
export const goOn = (): string | undefined => read().inspect<string>('goOn')?.globalValue?.trim() || undefined;
