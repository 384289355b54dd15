import * as l10n from '@vscode/l10n';
import type { Priority } from '../../core/entry/entry.ts';
import type { Run } from '../../core/rows/runEvents.ts';

/** The status of an entry in words. One that this version does not know stays as it is in the file. */
export function statusWord(status: string): string {
  switch (status) {
    case 'pending':
      return l10n.t('pending');
    case 'snoozed':
      return l10n.t('snoozed');
    case 'failed':
      return l10n.t('failed');
    case 'done':
      return l10n.t('done');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'proposed':
      return l10n.t('proposed');
    default:
      return status;
  }
}

/** How urgent an entry is, in a word. */
export function priorityWord(priority: Priority): string {
  switch (priority) {
    case 'high':
      return l10n.t('high');
    case 'medium':
      return l10n.t('medium');
    case 'low':
      return l10n.t('low');
  }
}

/** What kind of work an entry is, in a word. One that this version does not know stays as it is in the file. */
export function kindWord(kind: string): string {
  switch (kind) {
    case 'reminder':
      return l10n.t('reminder');
    case 'prompt':
      return l10n.t('prompt');
    case 'command':
      return l10n.t('command');
    default:
      return kind;
  }
}

/** In which conversation the runs of an entry go on. */
export const modeText = (mode: string): string =>
  mode === 'callback' ? l10n.t('one conversation for all runs') : l10n.t('a new conversation for each run');

/** Who made an entry: the person, or an agent, a file or an extension by its name in the file. */
export const creatorText = (by: string | undefined): string | undefined => (by === 'user' ? l10n.t('user') : by);

/** How a run went, in a word. */
export function outcomeWord(outcome: Run['outcome']): string {
  switch (outcome) {
    case 'running':
      return l10n.t('running');
    case 'failed':
      return l10n.t('failed');
    case 'limit':
      return l10n.t('limit');
    case 'unknown':
      return l10n.t('unknown');
    case 'stopped':
      return l10n.t('stopped');
    case 'interrupted':
      return l10n.t('interrupted');
    case 'skipped':
      return l10n.t('skipped');
    case 'ok':
      return l10n.t('ok');
  }
}
