import { render, type ComponentChild } from 'preact';
import { READY, type Asked, type Sent } from '../messages/asked.ts';
import { FrameFocus } from './frameFocus.ts';
import { FocusKeeper } from './keepFocus.ts';

/** Asks something of the extension. */
export type Ask = (asked: Asked) => void;

interface EditorApi {
  postMessage(message: Asked): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/**
 * Draws a page from what the extension sends, each time anew. What has not changed stays in place, and with it the
 * focus, what is selected and how far it is scrolled.
 */
export function startPage<Shown>(draw: (shown: Shown, ask: Ask) => ComponentChild): void {
  const editor = acquireVsCodeApi();
  const ask: Ask = asked => editor.postMessage(asked);
  const root = document.createElement('main');
  document.body.append(root);
  const focus = new FocusKeeper(root);
  const frame = new FrameFocus();
  // The frame around a page passes on what the extension sends. Other pages of the window, such as the output of a
  // notebook, can reach this one too, and would show a person what the extension does not say.
  window.addEventListener('message', ({ data, origin, source }: MessageEvent<Sent<Shown>>) => {
    if (origin === window.origin) {
      frame.isIn(source);
      editor.setState(data.kept);
      focus.during(() => render(draw(data.shown, ask), root));
      // A screen reader says it when the page gets the focus.
      document.title = root.querySelector('h1')?.textContent ?? '';
    }
  });
  ask({ act: READY });
}
