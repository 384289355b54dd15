import * as vscode from 'vscode';
import { READY, type Asked, type Sent } from '../../page/messages/asked.ts';
import { mediaOf, pageHtml } from './pageHtml.ts';
import { readAsked } from './readAsked.ts';

/** A kind of page. */
export interface PageKind {
  /** The name of its script and style in `dist/media`; the editor knows it as `defer.<name>`. */
  readonly name: string;
  /** The words that it may say. */
  readonly acts: readonly string[];
}

/** How the editor knows a kind of page. */
export const viewTypeOf = ({ name }: PageKind): string => `defer.${name}`;

/** Where a page is to stand, and under which name. */
export interface PagePlace {
  readonly extension: vscode.Uri;
  readonly title: string;
  /** Whether the focus stays where it is. */
  readonly preserveFocus?: boolean;
}

/**
 * A page of the extension's own in an editor tab. All that it shows is sent to it as data, and what it asks is checked.
 * Every text in that data has to be cleaned before (`render/text/clean.ts`).
 */
export class Page<Shown> implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly acts: readonly string[];
  private readonly asked = new vscode.EventEmitter<Asked>();
  private readonly closed = new vscode.EventEmitter<void>();
  private readonly seen = new vscode.EventEmitter<void>();
  private sent: Sent<Shown> | undefined;
  /** `sent` as JSON, with which the next one is compared. */
  private sentText = '';
  private isReady = false;
  /** Whether the tab was closed. Most members of the panel throw then. */
  private isClosed = false;

  /** What it asks, checked. */
  readonly onAsked = this.asked.event;
  readonly onClosed = this.closed.event;
  /** It can be seen again. */
  readonly onSeen = this.seen.event;

  private constructor(panel: vscode.WebviewPanel, { acts }: PageKind) {
    this.panel = panel;
    this.acts = acts;
    panel.webview.onDidReceiveMessage(message => this.take(message));
    panel.onDidChangeViewState(() => this.look());
    panel.onDidDispose(() => this.end());
  }

  /** Opens a page in the active group of editors. */
  static open<Shown>(kind: PageKind, { extension, title, preserveFocus = false }: PagePlace): Page<Shown> {
    const panel = vscode.window.createWebviewPanel(
      viewTypeOf(kind),
      title,
      { viewColumn: vscode.ViewColumn.Active, preserveFocus },
      optionsOf(extension),
    );
    const page = new Page<Shown>(panel, kind);
    panel.webview.html = pageHtml(panel.webview, extension, kind.name);
    return page;
  }

  /** Takes over a page that an earlier session of the window left. */
  static adopt<Shown>(kind: PageKind, panel: vscode.WebviewPanel, extension: vscode.Uri): Page<Shown> {
    const page = new Page<Shown>(panel, kind);
    panel.webview.options = optionsOf(extension);
    panel.webview.html = pageHtml(panel.webview, extension, kind.name);
    return page;
  }

  get isVisible(): boolean {
    return !this.isClosed && this.panel.visible;
  }

  set title(title: string) {
    if (!this.isClosed && this.panel.title !== title) {
      this.panel.title = title;
    }
  }

  /**
   * Shows this from now on; what is the same as before is not sent again. `kept`: what tells which page it is after the
   * window was reloaded. A page that was closed shows nothing any more.
   */
  show(shown: Shown, kept: unknown = null): void {
    this.sent = { shown, kept };
    const text = JSON.stringify(this.sent);
    if (text !== this.sentText) {
      this.sentText = text;
      this.send();
    }
  }

  /** Brings it to the front. */
  reveal(preserveFocus = false): void {
    if (!this.isClosed) {
      this.panel.reveal(undefined, preserveFocus);
    }
  }

  dispose(): void {
    this.panel.dispose();
  }

  private take(message: unknown): void {
    const asked = readAsked(message, this.acts);
    if (asked?.act === READY) {
      this.isReady = true;
      this.send();
    } else if (asked) {
      this.asked.fire(asked);
    }
  }

  /** The editor discards a page that is hidden, and starts it again when it is shown. */
  private look(): void {
    if (this.isVisible) {
      this.seen.fire();
    } else {
      this.isReady = false;
    }
  }

  private send(): void {
    if (this.isReady && !this.isClosed && this.sent) {
      void this.panel.webview.postMessage(this.sent);
    }
  }

  private end(): void {
    this.isClosed = true;
    this.closed.fire();
    vscode.Disposable.from(this.asked, this.closed, this.seen).dispose();
  }
}

/** No page runs a command by a link or a form, or reads anything but its own script and styles. */
const optionsOf = (extension: vscode.Uri): vscode.WebviewOptions & vscode.WebviewPanelOptions => ({
  enableScripts: true,
  enableForms: false,
  enableCommandUris: false,
  localResourceRoots: [mediaOf(extension)],
  enableFindWidget: true,
});
