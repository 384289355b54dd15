import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'plist';
import { isRefusal } from '../../../../../src/core/basics/refusal.ts';
import type { Caller } from '../../../../../src/render/export/handoff/calling.ts';
import { handoffFiles } from '../../../../../src/render/export/handoff/handoffText.ts';
import { labelOf } from '../../../../../src/render/export/handoff/launchdText.ts';

const CALLER: Caller = {
  ...{ node: '/opt/homebrew/bin/node', isElectron: false, cli: '/Users/me/lib/defer/dist/cli.js' },
  ...{ path: '/opt/homebrew/bin:/usr/bin:/bin', home: '/Users/me', folder: '/Users/me/work', scope: 'project' },
};

interface Agent {
  readonly Label: string;
  readonly ProgramArguments: readonly string[];
  readonly EnvironmentVariables: Readonly<Record<string, string>>;
  readonly StartCalendarInterval: readonly Readonly<Partial<Record<'Hour' | 'Minute', number>>>[];
}

function textOf(caller: Partial<Caller> = {}, minutes = 15, remote?: string): string {
  const files = handoffFiles('launchd', { ...CALLER, ...caller }, { minutes, remote });
  assert.ok(!isRefusal(files), isRefusal(files) ? files.why : '');
  assert.deepEqual(
    files.map(({ ending }) => ending),
    ['.plist'],
  );
  return files[0]?.text ?? '';
}

/** The property list as launchd reads it. */
const agentOf = (...given: Parameters<typeof textOf>): Agent => parse(textOf(...given)) as unknown as Agent;

test('a launch agent calls this command line, with the PATH and home that it needs', () => {
  assert.deepEqual(agentOf(), {
    Label: 'defer.Users.me.work',
    ProgramArguments: [CALLER.node, CALLER.cli, '--dir', '/Users/me/work', 'run', '--due'],
    EnvironmentVariables: { PATH: CALLER.path, HOME: CALLER.home },
    StartCalendarInterval: [{ Minute: 0 }, { Minute: 15 }, { Minute: 30 }, { Minute: 45 }],
  });
  const { Label, ProgramArguments, EnvironmentVariables } = agentOf(
    { scope: 'global', isElectron: true },
    60,
    'origin',
  );
  assert.equal(Label, 'defer-global');
  assert.deepEqual(ProgramArguments.slice(2), ['--scope', 'global', 'run', '--due', '--claim-remote', 'origin']);
  assert.equal(EnvironmentVariables['ELECTRON_RUN_AS_NODE'], '1');
});

test('its comment says where to put it, and how to start and stop it', () => {
  const [comment = ''] = /<!--[^]*?-->/.exec(textOf()) ?? [];
  assert.match(comment, /^ Put this into ~\/Library\/LaunchAgents as defer\.Users\.me\.work\.plist\./m);
  assert.match(
    comment,
    /^ launchctl bootstrap gui\/\$\(id -u\) ~\/Library\/LaunchAgents\/defer\.Users\.me\.work\.plist$/m,
  );
  assert.match(comment, /launchctl bootout gui\/\$\(id -u\)\/defer\.Users\.me\.work$/m);
});

test('any name of a folder arrives unchanged and adds nothing else', () => {
  for (const folder of [
    `/Users/me/it's "my" <work> & more`,
    '/Users/me/--> </string> <!-- ]]> &amp; &#x41;',
    '/Users/me/two\nlines\r\tand \u202E\u200B\u0085 more',
    '/Users/me/é e\u0301 \u{1F642} -- -',
    '/Users/me/---><plist version="1.0"><dict><key>Label</key><string>x</string></dict></plist>',
    '/Users/me/----> <a/> <!---',
  ]) {
    const text = textOf({ folder, home: folder, path: folder, cli: folder });
    const agent = parse(text) as unknown as Agent;
    assert.deepEqual(agent.ProgramArguments, [CALLER.node, folder, '--dir', folder, 'run', '--due']);
    assert.deepEqual(agent.EnvironmentVariables, { PATH: folder, HOME: folder });
    assert.deepEqual(Object.keys(agent), Object.keys(agentOf()));
    assert.equal(text.split('-->').length, 2, 'one comment');
    assert.doesNotMatch(/<!--([^]*?)-->/.exec(text)?.[1] ?? '--', /--/, 'which XML allows in no comment');
    // oxlint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u202E]/);
  }
});

test('characters that XML cannot hold are refused', () => {
  for (const folder of ['/w/\u001B[2J', '/w/\u0000', '/w/\uFFFF', '/w/\uD800']) {
    const files = handoffFiles('launchd', { ...CALLER, folder }, { minutes: 15 });
    assert.ok(isRefusal(files) && /control character/.test(files.why), JSON.stringify(folder));
  }
});

test('each folder has its own label, without special characters of a shell', () => {
  const folders = ['/a/b', '/a.b', '/a-2eb', '/a b', '/a-20b', '/a_b', '/A/b', '/é', '/e\u0301', '/global', '/'];
  const labels = [
    labelOf({ folder: '/a', scope: 'global' }),
    ...folders.map(folder => labelOf({ folder, scope: 'project' })),
  ];
  assert.equal(new Set(labels).size, labels.length, labels.join(' '));
  for (const label of labels) {
    assert.match(label, /^[\w.-]+$/);
  }
});

test('its times are evenly spaced all day', () => {
  for (let minutes = 1; minutes <= 24 * 60; minutes += 1) {
    if (isRefusal(handoffFiles('launchd', CALLER, { minutes }))) {
      continue;
    }
    const { StartCalendarInterval: times } = agentOf({}, minutes);
    const starts = Array.from({ length: 24 * 60 }, (_, minute) => minute).filter(minute =>
      times.some(({ Hour = Math.floor(minute / 60), Minute = minute % 60 }) => Hour * 60 + Minute === minute),
    );
    assert.deepEqual(
      starts,
      Array.from({ length: (24 * 60) / minutes }, (_, index) => index * minutes),
      String(minutes),
    );
  }
});
