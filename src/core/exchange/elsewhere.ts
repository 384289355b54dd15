import { isAutomationName } from '../files/definition.ts';
import { memberOf, recordIn, textIn } from '../rows/fieldValues.ts';
import type { Entry } from '../entry/entry.ts';

/** Systems that start work themselves, which an entry may have come from or gone to. */
const STARTING = ['vscode', 'agent-defer', 'duragent', 'a3s'] as const;

/** Another scheduler that may start the same work, and where it has it from. Texts come from the file: clean them. */
export interface Elsewhere {
  readonly scheduler: (typeof STARTING)[number] | 'cron' | 'systemd' | 'launchd' | 'github';
  /** A file, from the schedule's folder or from what was imported; absent where it has no name. */
  readonly where?: string;
  /**
   * How Defer knows the other scheduler: the entry was imported from it or exported to it. Absent where it was found on
   * the machine.
   */
  readonly since?: 'import' | 'export';
}

/**
 * The other schedulers that may have an open entry too, as far as it says itself: where a file of VS Code's Automations
 * defines it, what it was imported from, and what it was exported to. Each stands there once.
 */
export function elsewhereOf({ isOpen, file, fields }: Entry): readonly Elsewhere[] {
  if (!isOpen) {
    return [];
  }
  const [imported, exported] = [recordIn(fields, 'imported'), recordIn(fields, 'exported')];
  const found = new Map<string, Elsewhere>();
  const add = (name: unknown, where: string | undefined, since?: Elsewhere['since']): void => {
    const scheduler = STARTING.find(one => one === name);
    if (scheduler) {
      found.set(scheduler, { scheduler, ...(where !== undefined && { where }), ...(since && { since }) });
    }
  };
  add(memberOf(imported, 'from'), textIn(imported, 'file'), 'import');
  add(memberOf(exported, 'to'), textIn(exported, 'file'), 'export');
  if (file !== undefined && isAutomationName(file)) {
    add('vscode', file);
  }
  return [...found.values()];
}
