import { refusal, type Refusal } from '../../../core/basics/refusal.ts';
import { isPlain } from '../../text/escaped.ts';
import { about, escapeUnseen, hex, type Caller, type Calling, type HandoffFile } from './calling.ts';
import { cronFields, shellWord } from './cronText.ts';

/** A GitHub Actions workflow. Refused where the schedule is in no repository. */
export function githubFile(caller: Caller, calling: Calling): readonly HandoffFile[] | Refusal {
  const { inRepository: place } = caller;
  if (place === undefined || caller.scope === 'global') {
    return refusal('A workflow belongs to a repository, and this schedule is in none. Use cron or systemd.');
  }
  if (calling.minutes < 5) {
    return refusal('GitHub starts a workflow at most every five minutes. Use --minutes 5 or more.');
  }
  const remote = calling.remote ?? 'origin';
  if ([place, remote].some(text => text.includes('${{')) || !isPlain(remote)) {
    return refusal('The name of the folder or of the remote has a special meaning in a workflow. Use cron or systemd.');
  }
  const how = [
    'Put this into .github/workflows. Claims and approvals stay on the machine, so it runs on one of your own (self-hosted)',
    'that has Node 20 and "defer" on its PATH. Allow entries there, in the folder that it checks out.',
  ];
  const inFolder = place === '' ? [] : [`        working-directory: ${yamlText(place)}`];
  const lines = [
    'name: Deferred work',
    'on:',
    '  schedule:',
    `    - cron: ${JSON.stringify(cronFields(calling.minutes))}`,
    '  workflow_dispatch:',
    'permissions:',
    '  contents: write',
    'concurrency:',
    '  group: defer',
    '  cancel-in-progress: false',
    'jobs:',
    '  run:',
    '    runs-on: self-hosted',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - name: Run what is due and allowed',
    ...inFolder,
    // Exit code 75: another process is already running what is due.
    `        run: ${yamlText(`defer run --due --claim-remote ${shellWord(remote)} || test $? -eq 75`)}`,
    '      - name: Commit what was recorded',
    '        if: always()',
    ...inFolder,
    '        run: |',
    '          git add --all -- .sf',
    '          git diff --cached --quiet && exit 0',
    '          git -c user.name=defer -c user.email=defer@localhost commit --message "Record deferred work"',
    '          git pull --rebase && git push',
    '',
  ];
  return [
    {
      ending: '.yml',
      text: `${about({ ...caller, folder: place || 'this repository' }, calling, '#', how)}${lines.join('\n')}`,
    },
  ];
}

/** A text as a double-quoted YAML scalar. */
const yamlText = (text: string): string =>
  escapeUnseen(JSON.stringify(text), character => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? hex('\\U', 8)(code) : hex('\\u', 4)(code);
  });
