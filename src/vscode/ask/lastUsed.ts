import type * as vscode from 'vscode';
import type { Kind } from './presets.ts';

/** The key under which the last times are kept. */
const KEY = 'defer.lastTimes';

type Times = Readonly<Partial<Record<Kind, string>>>;

let memory: Pick<vscode.Memento, 'get' | 'update'> | undefined;

/** From now on the times that were used last are kept there, for all windows and the next ones. */
export function keepLastTimes(memento: Pick<vscode.Memento, 'get' | 'update'>): void {
  memory = memento;
}

/**
 * What was chosen or typed last, by the kind of time that was asked for. Most people put off by the same time again.
 */
export const lastUsed = (kind: Kind): string | undefined => memory?.get<Times>(KEY)?.[kind];

/** Notes what was used. */
export function noteUsed(kind: Kind, text: string): void {
  void memory?.update(KEY, { ...memory.get<Times>(KEY), [kind]: text });
}
