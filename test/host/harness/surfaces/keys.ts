import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EditorProfile } from '../../../../scripts/editorServer.ts';

/**
 * Keys of the harness for what tests do in between, where it does not matter how: through the palette it costs a window
 * twenty times as much. Nothing else is bound to them.
 */
const KEYS = {
  'Control+Alt+F3': 'defer.openWalkthrough',
  'Control+Alt+F4': 'defer.add',
  'Control+Alt+F5': 'defer.reviewDue',
  'Control+Alt+F6': 'defer.agenda',
  'Control+Alt+F7': 'notifications.showList',
  'Control+Alt+F8': 'notifications.clearAll',
  'Control+Alt+F9': 'workbench.action.closeAllEditors',
  'Control+Alt+F10': 'defer.refresh',
  'Control+Alt+F11': 'workbench.action.terminal.killAll',
} as const;

/** A command that has a key of the harness. */
export type KeyedCommand = (typeof KEYS)[keyof typeof KEYS];

/** All of them. */
export const KEYED_COMMANDS: readonly KeyedCommand[] = Object.values(KEYS);

/** Writes the keys into a profile. */
export const writeKeys = ({ userData }: EditorProfile): void => {
  const bound = Object.entries(KEYS).map(([key, command]) => ({
    key: key.toLowerCase().replace('control', 'ctrl'),
    command,
  }));
  writeFileSync(join(userData, 'User', 'keybindings.json'), JSON.stringify(bound));
};

/** What is to be pressed for a command. */
export const keyOf = (command: KeyedCommand): string =>
  Object.entries(KEYS).find(([, bound]) => bound === command)?.[0] ?? '';
