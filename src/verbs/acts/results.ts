import * as l10n from '@vscode/l10n';
import { isRefusal } from '../../core/basics/refusal.ts';
import { clean } from '../../render/text/clean.ts';
import { escapedLines, escapedNote } from '../../render/text/escaped.ts';
import { foldersOf } from '../conversations/conversationFolders.ts';
import { findResult, openResults } from '../results/findResult.ts';
import { runsOfResults } from '../results/runsOfResults.ts';
import { isOpenResult, resultJson, resultsText, resultText } from '../results/resultText.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

export const results = defineVerb({
  name: 'results',
  title: 'Show Results',
  help: 'Show the results of runs in worktrees that are neither kept nor discarded yet, or one of them: its files, and what the agent said.',
  examples: ['defer results', 'defer results 3f2a91c0', 'defer results 3f2a91c0 --diff', 'defer results --all --json'],
  effect: 'owner',
  input: {
    run: {
      kind: 'text',
      argument: true,
      optional: true,
      results: true,
      help: 'Which result, by the id that the list shows',
    },
    all: { kind: 'flag', optional: true, help: 'Also those that were kept or discarded, and those of other folders' },
    diff: { kind: 'flag', optional: true, help: 'What the result changed, as a patch' },
  },
  async run(host, { run, all, diff }): Promise<Reply> {
    if (run !== undefined) {
      return all ? refuse(l10n.t('--all does not take a run.'), 2) : showOne(host, run, diff === true);
    }
    if (diff) {
      return refuse(l10n.t('--diff is for one result: defer results <run> --diff.'), 2);
    }
    const desk = await openResults(host);
    if (isRefusal(desk)) {
      return refuse(desk.why);
    }
    const every = await desk.list();
    const here = all ? every : (await desk.list(foldersOf(host))).filter(isOpenResult);
    const elsewhere = every.filter(isOpenResult).length - here.length;
    const other = all || elsewhere <= 0 ? '' : l10n.t('{0} more in other folders: --all shows them.', elsewhere);
    const shown =
      here.length === 0 ? (all ? l10n.t('There are no results.') : l10n.t('There are no results to review here.')) : '';
    const runs = await runsOfResults(host, here);
    const say = [shown || resultsText(here, { now: host.clock.now(), style: host.style, runs }), other];
    const value = here.map(result => ({ ...resultJson(result), outcome: runs.get(result.token)?.outcome ?? null }));
    return { ok: true, isPage: true, say: say.filter(Boolean).join('\n'), value };
  },
});

async function showOne(host: Host, run: string, asPatch: boolean): Promise<Reply> {
  const found = await findResult(host, run);
  if (isRefusal(found)) {
    return refuse(found.why);
  }
  const { desk, result } = found;
  await desk.markRead(result.token);
  const runs = await runsOfResults(host, [result]);
  if (asPatch) {
    // Loaded on demand, because patches are rarely asked for.
    const { patchText } = await import('../results/patchText.ts');
    const patch = await patchText(desk, result);
    const shown = escapedLines(patch);
    const say = shown.replace(/\n$/, '') || l10n.t('It changed no file.');
    const report = shown === patch ? '' : escapedNote();
    return { ok: true, isPage: true, say, value: { run: result.token, patch }, report };
  }
  const say = resultText(result, { now: host.clock.now(), zone: host.zone, runs });
  const outcome = runs.get(result.token)?.outcome ?? null;
  const changed = result.files.map(file => ({ ...file, path: clean(file.path) }));
  return { ok: true, isPage: true, say, value: { ...resultJson(result), outcome, changed } };
}
