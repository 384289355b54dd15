import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeferApi } from '../../api/defer.d.ts';
import { folderWith, scheduleOf } from './folder.ts';
import { openFakeEditor, standInForVscode, type FakeBox, type FakeEditor, type FakeOptions } from './fakeEditor.ts';
import './home.ts';

standInForVscode();
/** Activates the extension, in whatever stands for the editor. */
export const { activate } = await import('../../src/extension.ts');

/** The manifest of the extension. */
export const manifest: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
);

/** A row of a schedule, with its line end. */
export const rowOf = (fields: Readonly<Record<string, unknown>>): string => `${JSON.stringify(fields)}\n`;

/** A window that the extension was activated in. */
export interface OpenWindow {
  readonly editor: FakeEditor;
  readonly api: DeferApi;
  readonly folder: string;
  /** The text of its schedule. */
  schedule(): string;
  /** Opens a link of Defer's, as the system gives it to the editor. */
  openLink(path: string, query: string): void;
  /** The box of Schedule once it is there, in a list: a stand-in of it would be awaited for ever. */
  box(): Promise<readonly [FakeBox]>;
  /** What the view Timeline shows about a file of the folder. */
  timeline(path: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Opens a window on a folder with a schedule, and waits until all is there that the extension offers in it. */
export async function openWindow(text = '', options: Partial<FakeOptions> = {}): Promise<OpenWindow> {
  const folder = await folderWith(text);
  const extensions = { 'someone.else': {} };
  const editor = openFakeEditor({ folder, manifest, extensions, settings: { notifications: 'off' }, ...options });
  const api = activate(editor.context as never);
  await found('what is offered', () => editor.registered.get('window.registerUriHandler'));
  const given = <Value>(name: string, index: number): Value => editor.registered.get(name)?.[index] as Value;
  return {
    ...{ editor, api, folder },
    schedule: () => readFileSync(scheduleOf(folder), 'utf8'),
    openLink: (path, query) => given<Handler>('window.registerUriHandler', 0).handleUri({ path, query }),
    box: () =>
      found('the box', () => {
        const shown = editor.boxes.findLast(one => String(one['title']).startsWith('Defer: Schedule'));
        return shown && ([shown] as const);
      }),
    async timeline(path) {
      const uri = { fsPath: join(folder, path), toString: () => path };
      return (await given<Timeline>('workspace.registerTimelineProvider', 1).provideTimeline(uri)).items;
    },
  };
}

interface Handler {
  handleUri(uri: { readonly path: string; readonly query: string }): void;
}

interface Timeline {
  provideTimeline(uri: unknown): Promise<{ readonly items: readonly Readonly<Record<string, unknown>>[] }>;
}

/** Looks until something is there, and gives it; fails loudly where it never is. */
export async function found<Value>(what: string, look: () => Value | undefined | false): Promise<Value> {
  for (const end = Date.now() + 10_000; ; await new Promise(done => setTimeout(done, 10))) {
    const seen = look();
    if (seen !== undefined && seen !== false) {
      return seen;
    }
    assert.ok(Date.now() < end, `waited for ${what}`);
  }
}
