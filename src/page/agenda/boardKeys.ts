import type { Direction } from './boardStops.ts';

/** What a key means on the agenda: to go somewhere, or to do something with the entry that has the focus. */
export type KeyMeaning = { readonly go: Direction } | { readonly act: string; readonly needs: 'entry' | 'page' };

/** A key as the browser tells of it. */
interface Pressed {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

const GO: ReadonlyMap<string, Direction> = new Map<string, Direction>(
  Object.entries({
    ArrowUp: 'up',
    ArrowDown: 'down',
    ArrowLeft: 'back',
    ArrowRight: 'on',
    Home: 'first',
    End: 'last',
  }),
);

/** The letters of the tree. */
const ACTS: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({
    s: 'snooze',
    r: 'reschedule',
    d: 'done',
    F2: 'edit',
    Delete: 'cancel',
  }),
);

const WEEKS: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({ PageUp: 'previous', PageDown: 'next' }),
);

/** Reads a key; undefined where the agenda does not use it. `isRightToLeft`: the next day stands to the left. */
export function keyMeaning(pressed: Pressed, isRightToLeft: boolean): KeyMeaning | undefined {
  const { altKey, ctrlKey, metaKey, shiftKey } = pressed;
  const key = isRightToLeft ? (MIRRORED.get(pressed.key) ?? pressed.key) : pressed.key;
  if (shiftKey) {
    return undefined;
  }
  if (altKey) {
    const act =
      ctrlKey || metaKey ? undefined : key === 'ArrowLeft' ? 'earlier' : key === 'ArrowRight' ? 'later' : undefined;
    return act === undefined ? undefined : { act, needs: 'entry' };
  }
  if (ctrlKey || metaKey) {
    return key === 'Enter' ? { act: 'run', needs: 'entry' } : key === 'z' ? { act: 'undo', needs: 'page' } : undefined;
  }
  const [go, act, week] = [GO.get(key), ACTS.get(key), WEEKS.get(key)];
  return go
    ? { go }
    : act !== undefined
      ? { act, needs: 'entry' }
      : week === undefined
        ? undefined
        : { act: week, needs: 'page' };
}

const MIRRORED: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({ ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }),
);
