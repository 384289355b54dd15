import * as l10n from '@vscode/l10n';
import { isRefusal, refusal, type Refusal } from '../../core/basics/refusal.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { clean } from '../../render/text/clean.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import { viewAt } from '../../render/view/viewAt.ts';
import { vectorText } from '../../render/text/entryText.ts';
import { find, jsonOf, type Found } from '../look/find.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

export const resumeRun = defineVerb({
  name: 'resume-run',
  title: 'Open Conversation',
  help: 'Open the conversation of a past run again, in a terminal.',
  examples: ['defer resume-run 01KAB --dry-run', 'defer resume-run 01KAB --run 3f9c'],
  effect: 'launches',
  input: {
    id: { kind: 'entry', argument: true, help: 'Which entry' },
    run: { kind: 'text', optional: true, help: 'Which run: the beginning of its token, or last (the default)' },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be started; start nothing' },
  },
  async run(host, { id, run = 'last', dry_run: dryRun }): Promise<Reply> {
    const found = await find(host, id);
    if (isRefusal(found)) {
      return refuse(found.why);
    }
    const { ledger, entry, state } = found;
    const reopens = runOf(host, found, run);
    const plan = isRefusal(reopens) ? reopens : await host.launcher.plan(ledger, entry, { again: false, reopens });
    if (isRefusal(plan)) {
      return refuse(plan.why);
    }
    const value = jsonOf(host, ledger, state);
    if (dryRun === true) {
      const argv = [plan.executable, ...plan.args];
      const detail = { agent: plan.agent, argv, cwd: plan.cwd, session: plan.session ?? null, run: plan.reopens };
      return {
        ok: true,
        say: l10n.t('In {0}:\n{1}', clean(plan.cwd), vectorText(argv)),
        value: { ...value, plan: detail },
      };
    }
    const started = await host.launcher.start(ledger, plan);
    if (isRefusal(started)) {
      return refuse(started.why);
    }
    if (started.state === 'started') {
      return { ok: true, say: l10n.t('Opened in the terminal.'), value };
    }
    const say =
      started.exitCode === 0
        ? l10n.t('The conversation ended.')
        : l10n.t('The conversation ended with exit code {0}.', started.exitCode);
    return { ok: true, say, value, ...(started.exitCode !== 0 && { exitCode: 1 }) };
  },
});

/** The runs that began, oldest first: only those have a conversation. */
const begunRuns = (host: Host, { state }: Found): readonly Run[] =>
  viewEntry(state, viewAt(host.clock.now(), host.zone, host.alive)).runs.filter(run => run.started_at !== null);

/** The one run that is meant. */
function runOf(host: Host, found: Found, which: string): Run | Refusal {
  const runs = begunRuns(host, found);
  const last = runs.at(-1);
  if (!last) {
    return refusal(l10n.t('No run of this entry has begun yet, so there is no conversation to open.'));
  }
  if (which === 'last') {
    return last;
  }
  const [only, ...others] = /^[0-9a-f]+$/.test(which) ? runs.filter(run => run.token.startsWith(which)) : [];
  if (!only) {
    return refusal(l10n.t('No run of this entry has that token. "defer show <id> --json" lists them under "runs".'));
  }
  return others.length === 0
    ? only
    : refusal(l10n.t('More than one run begins like that. Type more characters of its token.'));
}
