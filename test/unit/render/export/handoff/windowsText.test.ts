import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOMParser, type Element } from '@xmldom/xmldom';
import { isRefusal } from '../../../../../src/core/basics/refusal.ts';
import type { Caller } from '../../../../../src/render/export/handoff/calling.ts';
import { handoffFiles } from '../../../../../src/render/export/handoff/handoffText.ts';
import { taskNameOf } from '../../../../../src/render/export/handoff/windowsText.ts';

const CALLER: Caller = {
  ...{ node: 'C:\\Program Files\\nodejs\\node.exe', isElectron: false },
  cli: 'C:\\Users\\me\\.vscode\\extensions\\some.defer-1.0.0\\dist\\cli.js',
  ...{ path: 'C:\\Windows', home: 'C:\\Users\\me', folder: 'C:\\Users\\me\\work', scope: 'project' },
};

/**
 * The schema's rules for the elements of a task (MS-TSCH, "XML Task Definition Language"): their order, if it is fixed,
 * which are required, and the form of each text.
 */
interface Shape {
  readonly has?: Readonly<Record<string, Shape>>;
  readonly isOrdered?: true;
  readonly needs?: readonly string[];
  readonly is?: RegExp;
  readonly attributes?: Readonly<Record<string, RegExp>>;
}

const BOOLEAN: Shape = { is: /^(?:true|false)$/ };
const DURATION: Shape = { is: /^PT(?:\d+[HMS])+$/ };
const SCHEMA: Shape = {
  attributes: { version: /^1\.2$/, xmlns: /^http:\/\/schemas\.microsoft\.com\/windows\/2004\/02\/mit\/task$/ },
  needs: ['Triggers', 'Principals', 'Actions'],
  has: {
    RegistrationInfo: { has: { Description: { is: /./ } } },
    Triggers: {
      needs: ['TimeTrigger'],
      has: {
        TimeTrigger: {
          needs: ['StartBoundary', 'Repetition'],
          isOrdered: true,
          has: {
            Enabled: BOOLEAN,
            StartBoundary: { is: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/ },
            EndBoundary: {},
            Repetition: {
              needs: ['Interval'],
              has: { Interval: DURATION, Duration: DURATION, StopAtDurationEnd: BOOLEAN },
            },
            ExecutionTimeLimit: DURATION,
          },
        },
      },
    },
    Principals: {
      needs: ['Principal'],
      has: {
        Principal: {
          attributes: { id: /^Author$/ },
          has: { LogonType: { is: /^InteractiveToken$/ }, RunLevel: { is: /^LeastPrivilege$/ } },
        },
      },
    },
    Settings: {
      has: {
        MultipleInstancesPolicy: { is: /^(?:Parallel|Queue|IgnoreNew|StopExisting)$/ },
        DisallowStartIfOnBatteries: BOOLEAN,
        StopIfGoingOnBatteries: BOOLEAN,
        StartWhenAvailable: BOOLEAN,
        ExecutionTimeLimit: DURATION,
      },
    },
    Actions: {
      attributes: { Context: /^Author$/ },
      needs: ['Exec'],
      has: { Exec: { needs: ['Command'], has: { Command: { is: /./ }, Arguments: {}, WorkingDirectory: {} } } },
    },
  },
};

const elementsIn = (element: Element): readonly Element[] =>
  [...element.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);

/** Throws where an element breaks the schema. */
function check(element: Element, shape: Shape): void {
  const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
  assert.deepEqual(Object.keys(attributes).sort(), Object.keys(shape.attributes ?? {}).sort(), element.tagName);
  for (const [name, is] of Object.entries(shape.attributes ?? {})) {
    assert.match(attributes[name] ?? '', is, name);
  }
  const children = elementsIn(element);
  const names = children.map(({ tagName }) => tagName);
  assert.equal(new Set(names).size, names.length, `${element.tagName}: each once`);
  for (const name of shape.needs ?? []) {
    assert.ok(names.includes(name), `${element.tagName} needs ${name}`);
  }
  const allowed = Object.keys(shape.has ?? {});
  if (shape.isOrdered) {
    assert.deepEqual(
      names,
      allowed.filter(name => names.includes(name)),
      'in the order of the schema',
    );
  }
  for (const child of children) {
    const inner = shape.has?.[child.tagName];
    assert.ok(inner, `${element.tagName} has no ${child.tagName}`);
    check(child, inner);
  }
  if (shape.is) {
    assert.match(element.textContent ?? '', shape.is, element.tagName);
  }
}

function textOf(caller: Partial<Caller> = {}, minutes = 15, remote?: string): string {
  const files = handoffFiles('windows', { ...CALLER, ...caller }, { minutes, remote });
  assert.ok(!isRefusal(files), isRefusal(files) ? files.why : '');
  assert.deepEqual(
    files.map(({ ending }) => ending),
    ['.xml'],
  );
  return files[0]?.text ?? '';
}

/** Checks a text and returns the task that Task Scheduler reads in it. */
function taskOf(...given: Parameters<typeof textOf>): (name: string) => string {
  const faults: string[] = [];
  const parser = new DOMParser({ onError: (_, message) => void faults.push(message) });
  const root = parser.parseFromString(textOf(...given), 'text/xml').documentElement;
  assert.deepEqual(faults, []);
  assert.ok(root);
  assert.equal(root.tagName, 'Task');
  check(root, SCHEMA);
  return name => root.getElementsByTagName(name)[0]?.textContent ?? '';
}

/** How a program of Windows splits its command line (CommandLineToArgvW, for the words after the first). */
function argvOf(line: string): readonly string[] {
  const words: string[] = [];
  let [word, quoted, started] = ['', false, false];
  for (let at = 0; at < line.length; at += 1) {
    const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
    if (slashes > 0) {
      const isBeforeQuote = line[at + slashes] === '"';
      word += '\\'.repeat(isBeforeQuote ? Math.floor(slashes / 2) : slashes);
      started = true;
      at += slashes - 1;
      if (isBeforeQuote && slashes % 2 === 1) {
        word += '"';
        at += 1;
      }
    } else if (line[at] === '"') {
      [quoted, started] = [!quoted, true];
    } else if (line[at] === ' ' && !quoted) {
      words.push(...(started ? [word] : []));
      [word, started] = ['', false];
    } else {
      [word, started] = [word + (line[at] ?? ''), true];
    }
  }
  return started ? [...words, word] : words;
}

test('a task follows the schema and calls this command line', () => {
  const task = taskOf();
  assert.equal(task('Command'), CALLER.node);
  assert.deepEqual(argvOf(task('Arguments')), [CALLER.cli, '--dir', CALLER.folder, 'run', '--due']);
  assert.equal(task('Interval'), 'PT15M');
  const global = taskOf({ scope: 'global' }, 24 * 60, 'origin');
  assert.deepEqual(argvOf(global('Arguments')).slice(1), [
    ...['--scope', 'global', 'run', '--due', '--claim-remote', 'origin'],
  ]);
  assert.equal(global('Interval'), 'PT1440M');
});

test('it runs on battery, makes up for missed times, has no time limit, and never runs twice at once', () => {
  const task = taskOf();
  assert.deepEqual(
    ['DisallowStartIfOnBatteries', 'StopIfGoingOnBatteries', 'StartWhenAvailable', 'MultipleInstancesPolicy'].map(task),
    ['false', 'false', 'true', 'IgnoreNew'],
  );
  assert.equal(task('ExecutionTimeLimit'), 'PT0S', 'and not 72 hours');
});

test('its comment says how to start and stop it, and that it names one version of the extension', () => {
  const [comment = ''] = /<!--[^]*?-->/.exec(textOf()) ?? [];
  assert.match(comment, /schtasks \/Create \/TN defer\.C\.Users\.me\.work \/XML defer\.C\.Users\.me\.work\.xml$/m);
  assert.match(comment, /schtasks \/Delete \/TN defer\.C\.Users\.me\.work$/m);
  assert.match(comment, /hand off again after an update/);
});

test('any name of a folder arrives unchanged, in pure ASCII', () => {
  for (const folder of [
    'C:\\Users\\me\\my <work> & more\\',
    'C:\\Users\\é \u{1F642}\\x --> ]]> &amp; &#x41;',
    '\\\\server\\share\\a b\\\\',
    'D:\\',
    'C:\\\u202E\u200B\u0085 x',
    'C:\\"q" \\" x',
    'C:\\---><Task><Actions><Exec><Command>x</Command></Exec></Actions></Task>',
  ]) {
    const text = textOf({ folder, cli: folder });
    // oxlint-disable-next-line no-control-regex
    assert.match(text, /^[\n\x20-\x7e]*$/);
    assert.equal(text.split('-->').length, 2, 'one comment');
    assert.deepEqual(argvOf(taskOf({ folder, cli: folder })('Arguments')), [folder, '--dir', folder, 'run', '--due']);
  }
});

test('characters that Task Scheduler would replace or XML cannot hold are refused, and so is a call without Node', () => {
  const refused = (caller: Partial<Caller>): string => {
    const files = handoffFiles('windows', { ...CALLER, ...caller }, { minutes: 15 });
    assert.ok(isRefusal(files), JSON.stringify(caller));
    return files.why;
  };
  for (const folder of ['C:\\%TEMP%', 'C:\\100%', 'C:\\$(Arg0)']) {
    assert.match(refused({ folder }), /% or \$\(/);
  }
  for (const folder of ['C:\\\u0000', 'C:\\\u001B', 'C:\\a\nb', 'C:\\\uD800']) {
    assert.match(refused({ folder }), /control character/);
  }
  assert.match(refused({ isElectron: true }), /Install Node 20/);
});

test('each folder has its own task', () => {
  const folders = ['C:\\a\\b', 'C:\\a.b', 'D:\\a\\b', 'C:\\a b', 'C:\\a-20b', '\\\\a\\b', 'C:\\', 'C:\\global'];
  const names = [
    taskNameOf({ folder: 'C:\\a', scope: 'global' }),
    ...folders.map(folder => taskNameOf({ folder, scope: 'project' })),
  ];
  assert.equal(new Set(names).size, names.length, names.join(' '));
  for (const name of names) {
    assert.match(name, /^[\w.-]+$/);
  }
});
