import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { isRefusal } from '../../../../../src/core/basics/refusal.ts';
import { readRepeat } from '../../../../../src/core/repeat/repeat.ts';
import { instant, MINUTE } from '../../../../../src/core/basics/time.ts';
import type { Caller } from '../../../../../src/render/export/handoff/calling.ts';
import { handoffFiles, type Handoff } from '../../../../../src/render/export/handoff/handoffText.ts';
import { onPosix } from '../../../../support/systems.ts';

const run = promisify(execFile);

const CALLER: Caller = {
  node: '/usr/bin/node',
  isElectron: false,
  cli: '/opt/defer/dist/cli.js',
  path: '/usr/local/bin:/usr/bin:/bin',
  home: '/home/me',
  folder: '/home/me/work',
  scope: 'project',
  inRepository: '',
};

/** Paths as people, and others, may name their folders. */
const ODD = [
  `/home/me/it's "my" work`,
  '/home/me/100% $HOME `id` $(id) ; id & #x',
  '/home/me/%h %n 50%',
  '/home/me/ -- é \u{1F642} *?[a] ~',
];
const BROKEN = '/home/me/two\nlines\r* * * * * id';

function filesOf(to: Handoff, caller: Partial<Caller> = {}, minutes = 15, remote?: string): readonly string[] {
  const files = handoffFiles(to, { ...CALLER, ...caller }, { minutes, remote });
  assert.ok(!isRefusal(files), isRefusal(files) ? files.why : '');
  return files.map(({ text }) => text);
}

function refusalOf(to: Handoff, caller: Partial<Caller> = {}, minutes = 15): string {
  const files = handoffFiles(to, { ...CALLER, ...caller }, { minutes });
  assert.ok(isRefusal(files));
  return files.why;
}

/** The lines of a text that are no comments. */
const linesOf = (text: string): readonly string[] =>
  text.split('\n').filter(line => line !== '' && !line.startsWith('#'));

/** What cron hands to the shell of a line's command: up to a bare %, and \% without its backslash. */
function commandOfCron(line: string): string {
  const [, command = ''] = /^(?:\S+ ){5}(.*)$/.exec(line) ?? [];
  return /^(?:\\%|[^%])*/.exec(command)?.[0].replaceAll('\\%', '%') ?? '';
}

test('the line for cron, as a person finds it', () => {
  assert.deepEqual(linesOf(filesOf('cron')[0] ?? ''), [
    '*/15 * * * * PATH=/usr/local/bin:/usr/bin:/bin HOME=/home/me /usr/bin/node /opt/defer/dist/cli.js --dir /home/me/work run --due',
  ]);
  assert.deepEqual(linesOf(filesOf('cron', { scope: 'global' }, 120, 'origin')[0] ?? ''), [
    '0 */2 * * * PATH=/usr/local/bin:/usr/bin:/bin HOME=/home/me /usr/bin/node /opt/defer/dist/cli.js --scope global run --due --claim-remote origin',
  ]);
  assert.match(filesOf('cron', { isElectron: true })[0] ?? '', / ELECTRON_RUN_AS_NODE=1 /);
  assert.match(
    filesOf('cron', { cli: '/home/me/.vscode/extensions/someone.defer-0.1.0/dist/cli.js' })[0] ?? '',
    /update/,
  );
});

test('every path passes through cron and a real shell unchanged, and nothing else runs', onPosix, async () => {
  const script = 'console.log(JSON.stringify([process.argv.slice(2), process.env.PATH, process.env.HOME]))';
  const root = mkdtempSync(join(tmpdir(), 'defer-handoff-'));
  for (const [index, folder] of ODD.entries()) {
    const cli = join(root, `it's ${index} 5% "x".cjs`);
    writeFileSync(cli, script);
    const [line = '', ...more] = linesOf(
      filesOf('cron', { node: process.execPath, cli, folder, home: folder })[0] ?? '',
    );
    assert.deepEqual(more, []);
    const { stdout, stderr } = await run('/bin/sh', ['-c', commandOfCron(line)], { env: { HOME: root } });
    assert.equal(stderr, '');
    assert.deepEqual(JSON.parse(stdout), [['--dir', folder, 'run', '--due'], CALLER.path, folder]);
  }
  rmSync(root, { recursive: true });
});

test('what a crontab cannot hold is refused, and a line break never begins a line of its own', () => {
  assert.match(refusalOf('cron', { folder: BROKEN }), /line break/);
  assert.match(refusalOf('cron', { folder: 'C:\\work' }), /backslash/);
  assert.match(refusalOf('cron', { path: `/${'x'.repeat(1000)}` }), /too long/);
  for (const text of [...filesOf('systemd', { folder: BROKEN }), ...filesOf('github', { inRepository: BROKEN })]) {
    assert.ok(
      text.split('\n').every(line => !line.startsWith('lines') && !line.startsWith('* *')),
      text,
    );
  }
});

/** Names of folders that a terminal would obey, or that look like others. */
const UNSEEN = [
  '/w/\u001B[2J',
  '/w/\u001B]0;x\u0007',
  '/w/\u007F',
  '/w/\u0085x',
  '/w/\u202Egpj.exe',
  '/w/a\u200Bb',
  '/w/\t',
];

test('no file for a hand-off holds a character that is not seen', () => {
  for (const folder of UNSEEN) {
    assert.match(refusalOf('cron', { folder }), /invisible character/, JSON.stringify(folder));
    for (const text of [
      ...filesOf('systemd', { folder, cli: folder }),
      ...filesOf('github', { inRepository: folder }),
    ]) {
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(text, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u202E]/, JSON.stringify(text));
    }
    const workflow = parse(filesOf('github', { inRepository: folder })[0] ?? '') as Workflow;
    assert.equal(workflow.jobs.run.steps[1]?.['working-directory'], folder);
  }
  const [service = ''] = filesOf('systemd', { folder: '/w/\u0085\u202E' });
  assert.match(service, /"--dir" "\/w\/\\xc2\\x85\\xe2\\x80\\xae"/, 'as the bytes that it is on the disk');
  assert.match(refusalOf('cron', { path: '/usr/bin:/\u001B[31m' }), /invisible character/);
});

test('nothing in a workflow is put in for an expression, nor for a variable in a comment', () => {
  for (const name of ['${{ secrets.TOKEN }}', '$${{ github.token }}']) {
    assert.match(refusalOf('github', { inRepository: name }), /has a special meaning in a workflow/);
    const files = handoffFiles('github', CALLER, { minutes: 15, remote: name });
    assert.ok(isRefusal(files));
  }
  const [text = ''] = filesOf('cron', { folder: '/w/$${{x}}$(id)' });
  assert.doesNotMatch(text.split('\n')[0] ?? '', /\$[({]/);
});

test('how often is a number that a calendar knows', () => {
  for (const minutes of [0, 61, 90, 1500]) {
    assert.match(refusalOf('cron', {}, minutes), /--minutes/);
  }
  for (const [minutes, instead] of [
    [7, /6 or 10\.$/],
    [25, /20 or 30\.$/],
    [45, /^45 minutes neither divide.* --minutes 30 or 60\.$/],
    [90, /^90 minutes neither divide an hour nor make whole hours that divide a day\. Use --minutes 60 or 120\.$/],
    [50, /30 or 60\.$/],
    [300, /240 or 360\.$/],
  ] as const) {
    for (const to of ['cron', 'systemd', 'launchd', 'github'] as const) {
      assert.match(refusalOf(to, {}, minutes), instead);
    }
  }
  assert.match(refusalOf('github', {}, 4), /five minutes/);
  const first = (minutes: number): string =>
    (linesOf(filesOf('cron', {}, minutes)[0] ?? '')[0] ?? '').split(' PATH')[0] ?? '';
  assert.deepEqual([1, 30, 60, 180, 1440].map(first), [
    '* * * * *',
    '*/30 * * * *',
    '0 * * * *',
    '0 */3 * * *',
    '0 0 * * *',
  ]);
});

test('whatever number of minutes is taken, the line comes just so often', () => {
  const from = instant(Date.UTC(2026, 3, 8));
  for (let minutes = 1; minutes <= 24 * 60; minutes += 1) {
    const files = handoffFiles('cron', CALLER, { minutes });
    if (isRefusal(files)) {
      continue;
    }
    const line = linesOf(files[0]?.text ?? '')[0] ?? '';
    const repeat = readRepeat({ cron: line.split(' ').slice(0, 5).join(' '), tz: 'UTC' });
    assert.ok(!isRefusal(repeat), line);
    const slots = repeat.upcoming(from, 60);
    for (const [index, slot] of slots.slice(1).entries()) {
      assert.equal(slot - (slots[index] ?? 0), minutes * MINUTE, line);
    }
  }
});

const analyze = ['/usr/bin/systemd-analyze', '/bin/systemd-analyze'].find(path => existsSync(path));

test('the units for systemd name the program and quote every word', () => {
  const [service = '', timer = ''] = filesOf('systemd', { folder: '/w/a "b" \\ 5% $x' });
  assert.ok(
    linesOf(service).includes(
      'ExecStart=:"/usr/bin/node" "/opt/defer/dist/cli.js" "--dir" "/w/a \\"b\\" \\\\ 5%% $x" "run" "--due"',
    ),
    service,
  );
  assert.ok(linesOf(service).includes('Environment="PATH=/usr/local/bin:/usr/bin:/bin"'));
  assert.ok(linesOf(timer).includes('OnCalendar=*:0/15'));
});

test('systemd finds nothing wrong with its units', { skip: analyze === undefined && 'no systemd here' }, async () => {
  for (const [index, folder] of [...ODD, BROKEN].entries()) {
    const root = mkdtempSync(join(tmpdir(), 'defer-systemd-'));
    const minutes = [1, 15, 60, 180, 1440][index] ?? 15;
    const [service = '', timer = ''] = filesOf('systemd', { node: process.execPath, folder, home: folder }, minutes);
    writeFileSync(join(root, 'defer.service'), service);
    writeFileSync(join(root, 'defer.timer'), timer);
    const units = [join(root, 'defer.service'), join(root, 'defer.timer')];
    const { stdout, stderr } = await run(analyze ?? '', ['--user', 'verify', ...units], {
      env: { XDG_RUNTIME_DIR: root, HOME: root },
    });
    const about = `${stdout}${stderr}`.split('\n').filter(line => line.includes('defer'));
    assert.deepEqual(about, [], service);
    const [calendar = ''] = /(?<=OnCalendar=).*/.exec(timer) ?? [];
    assert.match(execFileSync(analyze ?? '', ['calendar', calendar], { encoding: 'utf8' }), /Normalized form/);
    rmSync(root, { recursive: true });
  }
});

test(
  'crontab finds nothing wrong with its line',
  { skip: !existsSync('/usr/bin/crontab') && 'no cron here' },
  async t => {
    const root = mkdtempSync(join(tmpdir(), 'defer-cron-'));
    t.after(() => rmSync(root, { recursive: true }));
    for (const folder of ODD) {
      writeFileSync(join(root, 'crontab'), filesOf('cron', { folder })[0] ?? '');
      // Only looks at the file, where it knows the flag: cronie's and Debian's do, with a letter each.
      const looked = await run('/usr/bin/crontab', ['-T', join(root, 'crontab')], { env: { HOME: root } }).catch(
        (error: unknown) => String(error),
      );
      if (typeof looked === 'string') {
        assert.match(looked, /invalid option|usage/i);
      }
    }
  },
);

interface Workflow {
  readonly on: { readonly schedule: readonly { readonly cron: string }[] };
  readonly jobs: {
    readonly run: {
      readonly 'runs-on': string;
      readonly steps: readonly { readonly run?: string; readonly 'working-directory'?: string }[];
    };
  };
}

test('the workflow for GitHub is YAML that says what it should', () => {
  for (const place of ['', 'packages/a', `it's "odd" 5%: - #x`, 'two\nlines']) {
    const workflow = parse(filesOf('github', { inRepository: place }, 30)[0] ?? '') as Workflow;
    assert.equal(workflow.on.schedule[0]?.cron, '*/30 * * * *');
    const { steps, 'runs-on': where } = workflow.jobs.run;
    assert.equal(where, 'self-hosted');
    assert.equal(steps[1]?.run, 'defer run --due --claim-remote origin || test $? -eq 75');
    assert.equal(steps[1]?.['working-directory'], place === '' ? undefined : place);
    assert.match(steps[2]?.run ?? '', /^git add --all -- \.sf\n/);
  }
  for (const remote of ['up stream #2', 'a: b', "it's", '"', '$(touch x)']) {
    const files = handoffFiles('github', CALLER, { minutes: 30, remote });
    assert.ok(!isRefusal(files));
    const { run } = (parse(files[0]?.text ?? '') as Workflow).jobs.run.steps[1] ?? {};
    const word = `'${remote.replaceAll("'", `'\\''`)}'`;
    assert.equal(run, `defer run --due --claim-remote ${word} || test $? -eq 75`);
  }
  const { inRepository: _, ...outside } = CALLER;
  const files = handoffFiles('github', outside, { minutes: 15 });
  assert.ok(isRefusal(files) && /belongs to a repository/.test(files.why));
});
