import * as l10n from '@vscode/l10n';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { toIso } from '../../core/basics/time.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { changedFileText } from '../../render/view/runHistory.ts';
import { findResult } from '../results/findResult.ts';
import { leftText, resultJson, shortRun } from '../results/resultText.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { RunResult } from '../resultDesk.ts';

/** How many files a question names. */
const MOST_FILES = 10;

export const discard = defineVerb({
  name: 'discard',
  title: 'Discard Result…',
  help: 'Take away what a run in a worktree did. Its commits, and what it did not commit, can be brought back for 30 days.',
  examples: ['defer discard 3f2a91c0', 'defer discard 3f2a91c0 --yes'],
  effect: 'owner',
  input: {
    run: { kind: 'text', argument: true, results: true, help: 'Which result, by the id that "defer results" shows' },
    yes: { kind: 'flag', optional: true, help: 'Discard it without being asked' },
  },
  async run(host, { run, yes }): Promise<Reply> {
    const found = await findResult(host, run);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { desk, result } = found;
    const question = { title: l10n.t('Discard this result?'), detail: lossText(result), yes: l10n.t('Discard') };
    if (!yes && !(await host.confirm(question))) {
      return refuse(l10n.t('Nothing was discarded. Confirm it in a terminal, or use --yes.'));
    }
    const discarded = await desk.discard(result.token);
    if (isRefusal(discarded)) {
      return refuse(discarded.why);
    }
    const { ref, until } = discarded;
    if (ref !== undefined) {
      await host.undo?.note(result.folder, { kind: 'discard', at: host.clock.now(), count: 1, files: [ref] });
    }
    return {
      ok: true,
      say:
        ref === undefined || until === undefined
          ? l10n.t('Discarded. There was nothing to lose.')
          : l10n.t(
              'Discarded. It is kept until {0}: "git branch NAME {1}" brings it back.',
              describeMoment(until, host.clock.now(), host.zone),
              ref,
            ),
      value: {
        ...resultJson(result),
        result: 'discarded',
        ref: ref ?? null,
        until: until === undefined ? null : toIso(until),
      },
    };
  },
});

/** What would be lost, for a person to read before they say yes. */
function lossText(result: RunResult): string {
  const { files, changes } = result;
  const more = (changes?.files ?? files.length) - Math.min(files.length, MOST_FILES);
  return [
    `${shortRun(result)}  ${cleanLine(result.title, 80) || l10n.t('(no title)')}: ${leftText(result)}`,
    ...files.slice(0, MOST_FILES).map(changedFileText),
    ...(more > 0 ? [l10n.t('and {0} more', more)] : []),
    l10n.t('It can be brought back for 30 days.'),
  ].join('\n');
}
