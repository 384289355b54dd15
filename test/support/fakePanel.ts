/** A page in a tab of the fake editor. */
export interface FakePanel {
  /** What was sent to it, oldest first. */
  readonly sent: readonly { readonly shown: Readonly<Record<string, unknown>> }[];
  /** Has it ask for something, as its script does. */
  say(message: unknown): void;
  /** Closes its tab. */
  dispose(): void;
}

type Handler = (value: unknown) => unknown;

/** Makes a page that can be seen. Once it is closed, most of its members throw, as those of the editor do. */
export function makePanel(viewType: string, title: string): FakePanel {
  const sent: FakePanel['sent'][number][] = [];
  const handlers = { message: [] as Handler[], closed: [] as Handler[], state: [] as Handler[] };
  const on =
    (name: keyof typeof handlers) =>
    (handler: Handler): { dispose(): void } => {
      handlers[name].push(handler);
      return { dispose: () => undefined };
    };
  let isClosed = false;
  const open = <Value>(value: Value): Value => {
    if (isClosed) {
      throw new Error('Webview is disposed');
    }
    return value;
  };
  const webview = {
    html: '',
    cspSource: 'source:',
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: on('message'),
    postMessage: async (message: never) => sent.push(message) > 0,
  };
  const panel = {
    sent,
    viewType,
    get webview(): unknown {
      return open(webview);
    },
    get visible(): boolean {
      return open(true);
    },
    get title(): string {
      return open(title);
    },
    set title(_: string) {
      open(title);
    },
    reveal: () => open(undefined),
    onDidChangeViewState: on('state'),
    onDidDispose: on('closed'),
    say: (message: unknown) => handlers.message.forEach(handler => handler(message)),
    dispose: () => {
      if (!isClosed) {
        isClosed = true;
        handlers.closed.forEach(handler => handler(undefined));
      }
    },
  };
  return panel;
}
