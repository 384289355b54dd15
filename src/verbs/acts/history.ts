import * as l10n from '@vscode/l10n';
import type { EntryState } from '../../core/fold/entryState.ts';
import type { RunChanges } from '../../core/rows/runChanges.ts';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { changedFileText, historyText, pastRuns, signalOf, type PastRun } from '../../render/view/runHistory.ts';
import type { Ledger } from '../../store/ledger.ts';
import { tokensJson } from '../../core/usage/sumTokens.ts';
import { find } from '../look/find.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host, Kept } from '../host.ts';
import { resultsOf } from '../results/findResult.ts';
import type { RunResult } from '../resultDesk.ts';

const USUAL = 50;

export const history = defineVerb({
  name: 'history',
  title: 'Show History',
  help: 'Show past runs, newest first: those of one entry in full, or those of all entries.',
  examples: ['defer history', 'defer history 01KAB', 'defer history 01KAB --prompt 3f9c'],
  effect: 'reads',
  input: {
    id: { kind: 'entry', argument: true, optional: true, help: 'Which entry; without it, all of them' },
    limit: { kind: 'count', optional: true, help: `How many runs to show; default ${USUAL}` },
    prompt: {
      kind: 'text',
      optional: true,
      person: true,
      help: 'Show the prompt of this run, named by the beginning of its token',
    },
    output: { kind: 'text', optional: true, person: true, help: 'Show what this run printed, if it ran automatically' },
    changes: { kind: 'text', optional: true, person: true, help: 'Show which files this run changed' },
  },
  async run(host, { id, limit = USUAL, prompt, output, changes }): Promise<Reply> {
    if ([prompt, output, changes].filter(name => name !== undefined).length > 1) {
      return refuse(l10n.t('Ask for one of --prompt, --output and --changes.'), 2);
    }
    const runs = await runsOf(host, id);
    if (isRefusal(runs)) {
      return refuse(runs.why);
    }
    const named = prompt ?? output ?? changes;
    if (named !== undefined) {
      const one = runNamed(runs, named);
      return isRefusal(one)
        ? refuse(one.why)
        : changes === undefined
          ? showKept(host, one, prompt === undefined ? 'output' : 'prompt')
          : showChanges(host, one);
    }
    const shown = runs.slice(0, limit);
    const results = new Map((await (await resultsOf(host))?.list())?.map(result => [result.token, result]));
    const value = await Promise.all(shown.map(one => toJson(host, one, resultOf(one, results))));
    const options = { now: host.clock.now(), zone: host.zone, full: id !== undefined };
    const more =
      runs.length > shown.length ? l10n.t('\n{0} more: --limit shows them.', runs.length - shown.length) : '';
    const say = runs.length === 0 ? l10n.t('Nothing has run yet.') : `${historyText(shown, options)}${more}`;
    return { ok: true, say, value };
  },
});

/** Every run of an entry, or of all, newest first. */
async function runsOf(host: Host, id: string | undefined): Promise<readonly PastRun<Ledger>[] | Refusal> {
  const found = id === undefined ? undefined : await find(host, id);
  if (isRefusal(found)) {
    return found;
  }
  const ledgers = found ? [found.ledger] : host.ledgers;
  const only: EntryState | undefined = found?.state;
  const schedules = [];
  for (const ledger of ledgers) {
    schedules.push({ schedule: await ledger.look(), tag: ledger });
  }
  return pastRuns(schedules, host.alive, Infinity, only);
}

function runNamed(runs: readonly PastRun<Ledger>[], name: string): PastRun<Ledger> | Refusal {
  const begun = runs.filter(({ run }) => run.outcome !== 'skipped' && name !== '' && run.token.startsWith(name));
  const [only] = begun;
  const shown = cleanLine(name, 40);
  if (!only) {
    return refusal(
      l10n.t('There is no run "{0}". "defer history" lists the runs, each with the beginning of its token.', shown),
    );
  }
  const isOne = begun.every(({ run }) => run.token === only.run.token);
  return isOne
    ? only
    : refusal(l10n.t('The ids of {1} runs begin with "{0}". Type more characters.', shown, begun.length));
}

async function showKept(host: Host, { run }: PastRun<Ledger>, what: 'prompt' | 'output'): Promise<Reply> {
  const kept = what === 'output' ? await host.records?.output(run.token) : await promptOf(host, run.prompt_sha);
  if (kept) {
    return { ok: true, say: clean(kept.text).trimEnd(), value: { token: run.token, path: kept.path, text: kept.text } };
  }
  return refuse(
    what === 'prompt'
      ? l10n.t('This machine does not have the prompt of that run: it ran elsewhere, or had none.')
      : l10n.t('This machine kept nothing that this run printed. Only the output of automatic runs is kept.'),
  );
}

async function showChanges(host: Host, { run }: PastRun<Ledger>): Promise<Reply> {
  const files = await host.records?.changes(run.token);
  if (!files) {
    return refuse(
      run.files === undefined
        ? l10n.t(
            'Nobody knows which files that run changed: its folder was in no git repository, or git took too long.',
          )
        : l10n.t(
            'This machine does not have the names of the files that this run changed: it ran elsewhere, or long ago.',
          ),
    );
  }
  const more = (run.files ?? 0) - files.length;
  const lines = [...files.map(changedFileText), ...(more > 0 ? [l10n.t('and {0} more', more)] : [])];
  const say = lines.length === 0 ? l10n.t('That run changed no file.') : lines.join('\n');
  return { ok: true, say, value: { token: run.token, ...changesJson(run), changed: files } };
}

/** What a run changed, as `--json` gives it; null where nobody knows. */
const changesJson = (run: RunChanges): Record<keyof RunChanges, unknown> => ({
  base: run.base ?? null,
  head: run.head ?? null,
  commits: run.commits ?? null,
  files: run.files ?? null,
  insertions: run.insertions ?? null,
  deletions: run.deletions ?? null,
  dirty: run.dirty ?? null,
});

const promptOf = async (host: Host, sha: string | null): Promise<Kept | undefined> =>
  sha === null ? undefined : host.records?.prompt(sha);

/** This machine's own record of what a run left; a row that names the run of another entry gets none. */
function resultOf({ run, entry }: PastRun<Ledger>, results: ReadonlyMap<string, RunResult>): RunResult | undefined {
  const result = results.get(run.token);
  return result?.entryId === entry.id ? result : undefined;
}

/**
 * A run as `--json` gives it: its entry, then all that is known of it. What this machine keeps of it is named by path.
 */
async function toJson(
  host: Host,
  { run, entry, tag }: PastRun<Ledger>,
  result: RunResult | undefined,
): Promise<Record<string, unknown>> {
  const [prompt, output] = await Promise.all([
    promptOf(host, run.prompt_sha),
    run.unattended ? host.records?.output(run.token) : undefined,
  ]);
  return {
    id: entry.id,
    title: entry.title,
    scope: tag.scope,
    folder: tag.folder,
    ...run,
    place: run.place ?? null,
    ...changesJson(run),
    agent: run.agent ?? entry.agent ?? null,
    nothing_to_report: run.nothing_to_report === true,
    over_minutes: run.over_minutes ?? null,
    used: tokensJson(run.used),
    signal: signalOf(run.exit_code),
    branch: result === undefined ? null : cleanLine(result.branch),
    result: result?.state ?? null,
    prompt_path: prompt?.path ?? null,
    output_path: output?.path ?? null,
  };
}
