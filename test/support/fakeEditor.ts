import * as nodeModule from 'node:module';
import { basename } from 'node:path';
import { afterEach } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/project.ts';
import { makePanel, type FakePanel } from './fakePanel.ts';

/** What stands for the editor: it does nothing, and knows who listens to it and what is registered with it. */
export interface FakeEditor {
  /** The names of all that lives: listeners by their event, registrations and things by what made them. */
  live(): readonly string[];
  /** Tells all who listen to an event, such as `window.onDidChangeWindowState`. */
  fire(event: string, value: unknown): void;
  /** Runs a command that was registered. */
  run(command: string, ...given: readonly unknown[]): Promise<unknown>;
  /**
   * The boxes and lists that were opened, oldest first; each says what it was given, and has its events fired by name.
   */
  readonly boxes: readonly FakeBox[];
  /** The pages that were opened in tabs, oldest first. */
  readonly panels: readonly FakePanel[];
  /** The tasks that were started. */
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
  /** The addresses that were given to the system to open. */
  readonly sent: readonly Readonly<Record<'scheme' | 'authority' | 'path' | 'query', string>>[];
  /** What was said in notifications, and for a moment in the status bar. */
  readonly said: readonly string[];
  /** The texts of the documents that were shown. */
  readonly shown: readonly string[];
  /**
   * What a person picks from the lists that are still to come, or what chooses it from one; nothing where there is no
   * more.
   */
  readonly picks: unknown[];
  /**
   * The buttons that a person presses on the warnings that are still to come, or what chooses one of them; none where
   * there is no more.
   */
  readonly answers: unknown[];
  /**
   * What a person types into the boxes for a line that are still to come, or what makes it of a box; nothing where
   * there is no more.
   */
  readonly typed: (string | ((box: LineBox) => string))[];
  /** The lists that were shown to choose from, oldest first. */
  readonly lists: readonly (readonly unknown[])[];
  /** The context keys that are set, by their names. */
  readonly keys: ReadonlyMap<string, unknown>;
  /** The problems that are shown, by the address of their file. */
  readonly problems: ReadonlyMap<string, readonly unknown[]>;
  /** What was registered with the editor last, by what took it, such as `window.registerUriHandler`. */
  readonly registered: ReadonlyMap<string, readonly unknown[]>;
  /** The text of a page of an extension, by its scheme and path. */
  page(scheme: string, path: string): Promise<string | undefined>;
  /** Closes the window; what is still open at the end of a test is closed then. */
  close(): void;
  /** What an extension is activated with. */
  readonly context: { readonly subscriptions: Disposable[] } & Readonly<Record<string, unknown>>;
}

/** What a box for a line is opened with. */
export interface LineBox {
  readonly value?: string;
  readonly validateInput?: (text: string) => unknown;
}

interface Disposable {
  dispose(): unknown;
}

/** A thing of the editor with whatever members were set, and the handlers of its events. */
export type FakeBox = Record<string, unknown> & Disposable & { fire(event: string, value?: unknown): Promise<void> };

/** How the editor is opened. */
export interface FakeOptions {
  readonly folder: string;
  /** More folders of the window. */
  readonly more?: readonly string[];
  readonly manifest: unknown;
  /** Whether the workspace is trusted; it is where nothing is said. */
  readonly trusted?: boolean;
  readonly focused?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The editor's `env`, such as `appHost`. */
  readonly env?: Readonly<Record<string, unknown>>;
  /** The documents that are open. */
  readonly documents?: readonly unknown[];
  /** The manifests of the other extensions there are, by their ids. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** What their `activate` gives, by their ids. */
  readonly exports?: Readonly<Record<string, unknown>>;
}

type Listener = (value: unknown) => unknown;

/** Members whose values matter to whoever reads them. */
class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly authority: string;
  readonly query: string;
  constructor(scheme: string, path: string, { authority = '', query = '' } = {}) {
    this.scheme = scheme;
    this.path = path;
    this.authority = authority;
    this.query = query;
  }
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return this.scheme === 'file' ? pathToFileURL(this.path).href : `${this.scheme}:${this.path}`;
  }
  static file = (path: string): Uri => new Uri('file', path);
  static from = ({ scheme, path, ...more }: { scheme: string; path: string }): Uri => new Uri(scheme, path, more);
  static joinPath = (uri: Uri, ...parts: readonly string[]): Uri => new Uri(uri.scheme, [uri.path, ...parts].join('/'));
}

/** A class that keeps what it is made with. */
const kept = (...names: readonly string[]): unknown =>
  class {
    constructor(...given: readonly unknown[]) {
      names.forEach((name, index) => Object.assign(this, { [name]: given[index] }));
    }
  };

export function openFakeEditor(options: FakeOptions): FakeEditor {
  const {
    folder,
    more = [],
    manifest,
    focused = true,
    trusted = true,
    settings = {},
    documents = [],
    extensions = {},
    exports = {},
    env = {},
  } = options;
  const live = new Set<{ readonly name: string }>();
  const listeners = new Map<string, Set<Listener>>();
  const commands = new Map<string, (...given: readonly unknown[]) => unknown>();
  const lists: (readonly unknown[])[] = [];
  const registered = new Map<string, readonly unknown[]>();
  const keys = new Map<string, unknown>();
  const problems = new Map<string, readonly unknown[]>();
  const pages = new Map<string, { provideTextDocumentContent(uri: Uri): Promise<string> }>();
  const [boxes, tasks]: [FakeBox[], Record<string, unknown>[]] = [[], []];
  const sent: Uri[] = [];
  const panels: FakePanel[] = [];
  const [said, shown]: [string[], string[]] = [[], []];
  const typed: FakeEditor['typed'] = [];
  const [picks, answers]: [unknown[], unknown[]] = [[], []];
  const pageAt = async (uri: Uri): Promise<string | undefined> =>
    pages.get(uri.scheme)?.provideTextDocumentContent(uri);

  const alive = (name: string, end: () => void = () => undefined): Disposable => {
    const token = { name };
    live.add(token);
    return {
      dispose: () => {
        live.delete(token);
        end();
      },
    };
  };
  const eventOf =
    (name: string) =>
    (listener: Listener): Disposable => {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return alive(name, () => all.delete(listener));
    };
  /** A part of the editor whose events and makers are counted; all else does nothing. */
  const part = (name: string, known: Readonly<Record<string, unknown>>): unknown =>
    new Proxy(known, {
      get: (target, key) => {
        if (typeof key !== 'string' || key in target) {
          return Reflect.get(target, key) as unknown;
        }
        const whole = `${name}.${key}`;
        return /^on[A-Z]/.test(key)
          ? eventOf(whole)
          : /^register/.test(key)
            ? (...given: readonly unknown[]) => {
                registered.set(whole, given);
                return alive(whole);
              }
            : /^create/.test(key)
              ? () => thing(whole)
              : () => Promise.resolve(undefined);
      },
    });
  /** Something that is made and disposed of, with its own events, which end with it. */
  const thing = (name: string): FakeBox => {
    const handlers = new Map<string, Listener[]>();
    const own = alive(name);
    const box: Record<string, unknown> = {
      visible: true,
      value: '',
      selection: [],
      items: [],
      dispose: own.dispose,
      fire: async (event: string, value?: unknown) => {
        for (const handler of handlers.get(event) ?? []) {
          await handler(value);
        }
      },
    };
    box['hide'] = () => (handlers.get('onDidHide') ?? []).forEach(handler => handler(undefined));
    const proxy = new Proxy(box, {
      get: (target, key) =>
        typeof key !== 'string' || key in target
          ? (Reflect.get(target, key) as unknown)
          : /^on[A-Z]/.test(key)
            ? (handler: Listener) => {
                handlers.set(key, [...(handlers.get(key) ?? []), handler]);
                return { dispose: () => undefined };
              }
            : () => undefined,
    }) as FakeBox;
    boxes.push(proxy);
    return proxy;
  };
  const say = async (text: string): Promise<undefined> => void said.push(text);
  const configuration = {
    get: (key: string) => settings[key],
    has: (key: string) => key.replace(/^defer\./, '') in settings,
    inspect: (key: string) => ({ globalValue: settings[key] }),
    update: async () => undefined,
  };
  // The publisher is set when it is published.
  const extension = { id: 'someone.defer', extensionPath: root, packageJSON: manifest };
  const memory = new Map<string, unknown>();
  const workspaceFolders = [folder, ...more].map((path, index) => ({
    uri: Uri.file(path),
    name: basename(path),
    index,
  }));

  let count = 0;
  const vscode: Record<string, unknown> = {
    Uri,
    Disposable: class {
      readonly dispose: () => unknown;
      constructor(end: () => unknown) {
        this.dispose = end;
      }
      static from = (...parts: readonly Disposable[]): Disposable => ({
        dispose: () => parts.forEach(each => each.dispose()),
      });
    },
    EventEmitter: class {
      readonly name = `emitter ${(count += 1)}`;
      readonly event = eventOf(this.name);
      fire(value: unknown): void {
        [...(listeners.get(this.name) ?? [])].forEach(listener => listener(value));
      }
      dispose(): void {
        listeners.delete(this.name);
      }
    },
    RelativePattern: kept('base', 'pattern'),
    ThemeIcon: kept('id'),
    ThemeColor: kept('id'),
    TreeItem: kept('label', 'collapsibleState'),
    ProcessExecution: kept('process', 'args', 'options'),
    Task: kept('definition', 'scope', 'name', 'source', 'execution'),
    StatusBarAlignment: { Left: 1 },
    ViewColumn: { Active: -1 },
    ProgressLocation: { Window: 10 },
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
    TaskScope: { Workspace: 2 },
    TaskRevealKind: { Always: 1, Never: 3 },
    TaskPanelKind: { Dedicated: 2, New: 3 },
    InputBoxValidationSeverity: { Info: 1 },
    ConfigurationTarget: { Global: 1 },
    CodeActionKind: { QuickFix: 'quickfix' },
    CodeAction: kept('title', 'kind'),
    CodeLens: kept('range', 'command'),
    Hover: kept('contents'),
    MarkdownString: class {
      value = '';
      appendText(text: string): this {
        this.value += text;
        return this;
      }
    },
    FileSystemError: {
      FileNotFound: () => new Error('FileNotFound'),
      NoPermissions: () => new Error('NoPermissions'),
    },
    FileType: { File: 1 },
    Diagnostic: kept('range', 'message', 'severity'),
    DiagnosticSeverity: { Warning: 1 },
    Range: kept('line', 'character', 'endLine', 'endCharacter'),
    window: part('window', {
      withProgress: (_options: unknown, job: () => Promise<unknown>) => job(),
      state: { focused },
      terminals: [],
      activeTextEditor: undefined,
      showInformationMessage: say,
      showWarningMessage: async (text: string, ...buttons: readonly unknown[]) => {
        said.push(text);
        const answer = answers.shift();
        return typeof answer === 'function' ? (answer as (buttons: readonly unknown[]) => unknown)(buttons) : answer;
      },
      createStatusBarItem: (id: string) => {
        const item = { ...alive(`item ${id}`), text: '', show, hide: () => {} };
        function show(): void {
          if (id === 'defer.done') said.push(item.text);
        }
        return item;
      },
      showErrorMessage: say,
      createWebviewPanel: (viewType: string, title: string) => {
        panels.push(makePanel(viewType, title));
        return panels.at(-1);
      },
      showTextDocument: async ({ text }: { readonly text: string }) => void shown.push(text),
      showInputBox: async (box: LineBox) => {
        const line = typed.shift();
        return typeof line === 'function' ? line(box) : line;
      },
      showQuickPick: async (items: unknown) => {
        const list = (await items) as readonly unknown[];
        lists.push(list);
        const pick = picks.shift();
        return typeof pick === 'function' ? (pick as (items: readonly unknown[]) => unknown)(list) : pick;
      },
    }),
    workspace: part('workspace', {
      isTrusted: trusted,
      workspaceFolders,
      textDocuments: documents,
      getConfiguration: () => configuration,
      openTextDocument: async (uri: Uri) => ({ uri, text: await pageAt(uri) }),
      registerTextDocumentContentProvider: (scheme: string, provider: never) => {
        pages.set(scheme, provider);
        return alive(`pages of ${scheme}`, () => pages.delete(scheme));
      },
      getWorkspaceFolder: () => workspaceFolders[0],
    }),
    tasks: part('tasks', {
      executeTask: async (task: Record<string, unknown>) => {
        tasks.push(task);
        return task;
      },
    }),
    languages: part('languages', {
      createDiagnosticCollection: () => ({
        ...alive('problems', () => problems.clear()),
        has: (uri: Uri) => problems.has(uri.toString()),
        set: (uri: Uri, found: readonly unknown[]) => void problems.set(uri.toString(), found),
        delete: (uri: Uri) => void problems.delete(uri.toString()),
      }),
    }),
    lm: part('lm', {}),
    l10n: {},
    env: part('env', {
      language: 'en',
      ...env,
      uriScheme: 'vscode',
      openExternal: async (uri: Uri) => sent.push(uri) > 0,
    }),
    extensions: part('extensions', {
      // In any case of letters, as the editor does.
      getExtension: (asked: string) =>
        Object.entries(extensions)
          .filter(([id]) => id.toLowerCase() === asked.toLowerCase())
          .map(([id, packageJSON]) => ({ id, packageJSON, activate: async () => exports[id] }))[0],
    }),
    commands: part('commands', {
      registerCommand: (name: string, job: (...given: readonly unknown[]) => unknown) => {
        commands.set(name, job);
        return alive(`command ${name}`, () => commands.delete(name));
      },
      executeCommand: async (name: string, ...given: readonly unknown[]) => {
        if (name === 'setContext') {
          keys.set(String(given[0]), given[1]);
        }
        return commands.get(name)?.(...given);
      },
    }),
  };
  current = vscode;
  const subscriptions: Disposable[] = [];
  const close = (): void => subscriptions.splice(0).forEach(part => void part.dispose());
  opened.push(close);
  return {
    close,
    live: () => [...live].map(({ name }) => name).sort(),
    fire: (event, value) => [...(listeners.get(event) ?? [])].forEach(listener => listener(value)),
    run: async (command, ...given) => commands.get(command)?.(...given),
    page: (scheme, path) => pageAt(new Uri(scheme, path)),
    ...{ boxes, panels, tasks, said, shown, picks, answers, typed, sent, keys, problems, registered, lists },
    context: {
      subscriptions,
      extension,
      workspaceState: {
        get: (key: string, otherwise?: unknown) => memory.get(key) ?? otherwise,
        update: async (key: string, value: unknown) => void memory.set(key, value),
      },
    },
  };
}

const opened: (() => void)[] = [];
afterEach(() => opened.splice(0).forEach(close => close()));

/** The editor of the moment: modules that import `vscode` get its members when they ask for them. */
let current: Record<string, unknown> = {};

const NAMES = [
  ...['Uri', 'Disposable', 'EventEmitter', 'RelativePattern', 'ThemeIcon', 'ThemeColor', 'TreeItem', 'Task'],
  ...[
    'ProcessExecution',
    'StatusBarAlignment',
    'ViewColumn',
    'TreeItemCollapsibleState',
    'TaskScope',
    'TaskRevealKind',
  ],
  ...['TaskPanelKind', 'InputBoxValidationSeverity', 'ConfigurationTarget', 'window', 'workspace', 'tasks'],
  ...['CodeActionKind', 'CodeAction', 'CodeLens', 'Range', 'Hover', 'MarkdownString', 'Diagnostic'],
  ...[
    'DiagnosticSeverity',
    'FileSystemError',
    'FileType',
    'languages',
    'lm',
    'l10n',
    'env',
    'extensions',
    'commands',
    'ProgressLocation',
  ],
];

const members: Record<string, unknown> = {};
for (const name of NAMES) {
  Object.defineProperty(members, name, { get: () => current[name] });
}
Object.assign(globalThis, { fakeVscode: members });

/**
 * Lets `import * as vscode from 'vscode'` of all modules that are loaded from now on give the fake editor. What is
 * built finds it as `fakeVscode` of `globalThis`.
 */
export function standInForVscode(): void {
  type Resolve = (specifier: string, context: unknown, next: (...given: readonly unknown[]) => unknown) => unknown;
  const { registerHooks } = nodeModule as unknown as { registerHooks(hooks: { readonly resolve: Resolve }): void };
  const source = NAMES.map(name => `export const ${name} = lazy(${JSON.stringify(name)});`).join('\n');
  const lazy = `const lazy = name => new Proxy(function () {}, {
    get: (_, key) => globalThis.fakeVscode[name][key],
    construct: (_, given) => new globalThis.fakeVscode[name](...given),
  });`;
  const url = `data:text/javascript,${encodeURIComponent(`${lazy}\n${source}`)}`;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode' ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
  });
}
