import * as l10n from '@vscode/l10n';
import { toEntry, type Entry } from '../../core/entry/entry.ts';
import { FILE_ONLY, isFileOnly, type LaunchPlan } from '../../core/agent/launch.ts';
import { WORK_PLACES, type WorkPlace } from '../../core/rows/workPlace.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import { describeMoment } from '../../core/basics/describeMoment.ts';
import { instant } from '../../core/basics/time.ts';
import { isDue, timingOf } from '../../core/entry/timing.ts';
import { NEVER } from '../../core/entry/times.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { clean } from '../../render/text/clean.ts';
import { placeSentences } from '../../core/agent/worktreePlan.ts';
import { planText } from '../../render/review/planText.ts';
import { vectorText } from '../../render/text/entryText.ts';
import { find, jsonOf, type Found } from '../look/find.ts';
import { leftByRun } from '../results/leftByRun.ts';
import { howToGoOn } from '../running/howToGoOn.ts';
import { lastRun } from '../running/startByItself.ts';
import { runDue } from '../running/runDue.ts';
import { nextText } from '../readMoment.ts';
import { defineVerb, refuse, refuseFor, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

export const run = defineVerb({
  name: 'run',
  title: 'Run',
  help: 'Start the agent of an entry in a terminal.',
  examples: ['defer run 01KAB --dry-run', 'defer run 01KAB', 'defer run --due'],
  effect: 'launches',
  input: {
    id: { kind: 'entry', argument: true, optional: true, help: 'Which entry' },
    due: {
      kind: 'flag',
      optional: true,
      owner: true,
      help: 'Run everything that is due and allowed, one after another',
    },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be started; start nothing' },
    max: { kind: 'count', optional: true, help: 'With --due: start at most this many' },
    unattended: { kind: 'flag', optional: true, help: 'With --dry-run: show it as an automatic run' },
    again: { kind: 'flag', optional: true, help: 'Also when Defer could not see how the last run ended' },
    retry: {
      kind: 'flag',
      optional: true,
      help: 'Retry a failed run automatically, while it has retries left',
    },
    fresh: {
      kind: 'flag',
      optional: true,
      help: 'Begin a new conversation from what the entry says, in place of the one it continues',
    },
    yes: {
      kind: 'flag',
      optional: true,
      help: 'Continue a conversation that went on, or is open in another program, without being asked',
    },
    in: {
      kind: 'choice',
      choices: WORK_PLACES,
      optional: true,
      help: 'Where this one run works, whatever the entry says: here, or in a worktree of its own',
    },
    claim_remote: {
      kind: 'text',
      word: 'claim-remote',
      optional: true,
      bare: 'origin',
      help: 'Only if this git remote grants it, for machines that share the schedule; default origin',
    },
  },
  async run(host, input): Promise<Reply> {
    const { id, due, dry_run: dryRun, unattended, again, retry, max, fresh, yes, claim_remote: claimRemote } = input;
    const { in: place } = input;
    if ((id === undefined) === !due) {
      return refuse(l10n.t('Name one entry, or use --due.'), 2);
    }
    if (max !== undefined && id !== undefined) {
      return refuse(l10n.t('--max goes with --due.'), 2);
    }
    if (max === 0) {
      return refuse(l10n.t('--max takes a number from 1.'), 2);
    }
    if (due && again) {
      return refuse(l10n.t('--again goes with one entry. Name it in place of --due.'), 2);
    }
    if (due && (fresh || yes || place !== undefined)) {
      return refuse(l10n.t('--fresh, --yes and --in go with one entry: nobody is asked with --due.'), 2);
    }
    if (unattended === true && (id === undefined || dryRun !== true)) {
      return refuse(l10n.t('--unattended only shows how an entry would run: use it with --dry-run and an entry.'), 2);
    }
    for (const ledger of dryRun ? [] : host.ledgers) {
      await ledger.endLinked(host.clock.now());
    }
    if (id === undefined) {
      return runDue(host, { dryRun: dryRun === true, max: max ?? Infinity, claimRemote });
    }
    const found = await find(host, id);
    return isRefusal(found)
      ? refuse(found.why)
      : runOne(host, found, {
          dryRun: dryRun === true,
          again: again === true,
          retry: retry === true,
          unattended: unattended === true,
          fresh: fresh === true,
          isSure: yes === true,
          ...{ claimRemote, place },
        });
  },
});

/** Whether an entry is due, or the person wants it run now all the same. */
async function isMeantNow(host: Host, entry: Entry): Promise<boolean> {
  const now = host.clock.now();
  const { due } = timingOf(entry, now);
  return (
    isDue(entry, now) ||
    host.confirm({
      title: l10n.t('This entry is not due yet. Run it now?'),
      detail:
        due === NEVER
          ? l10n.t('It has no due time.')
          : l10n.t('It is due {0}.', describeMoment(instant(due), now, host.zone)),
      yes: l10n.t('Run Now'),
    })
  );
}

interface Options {
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly retry: boolean;
  readonly unattended: boolean;
  readonly fresh: boolean;
  /** Whether the person said yes about the conversation beforehand. */
  readonly isSure: boolean;
  readonly claimRemote: string | undefined;
  readonly place: WorkPlace | undefined;
}

async function runOne(host: Host, found: Found, options: Options): Promise<Reply> {
  const { ledger, entry, state } = found;
  const { dryRun, again, retry, unattended, claimRemote, place } = options;
  const isAsked = !options.fresh && !dryRun;
  const how = isAsked ? await howToGoOn(host, found, options.isSure) : { fresh: options.fresh, wasAsked: true };
  if (isRefusal(how)) {
    return refuse(how.why);
  }
  // A command asks each time, below.
  if (host.asksEarly && !how.wasAsked && entry.kind !== 'command' && !(await isMeantNow(host, entry))) {
    return refuse(l10n.t('It was not run. It stays as it is until it is due.'));
  }
  const asked = {
    ...{ again, claimRemote, place, ...(retry && { retry }), ...(how.fresh && { fresh: true }) },
    ...(unattended && { unattended, preview: true }),
  };
  const plan = await host.launcher.plan(ledger, entry, asked);
  if (isRefusal(plan)) {
    return refuseFor(plan);
  }
  const vector = [plan.executable, ...plan.args];
  if (dryRun) {
    const { agent, cwd, mode, prompt, occ, gen } = plan;
    const stdin = plan.stdin ?? null;
    const session = plan.session ?? null;
    const said = plan.worktree?.told ? placeSentences(plan.worktree.told) : [];
    const where = { place: plan.worktree ? 'worktree' : 'here', place_says: said };
    const how = { unattended: plan.unattended, ...where };
    const detail = { agent, argv: vector, cwd, mode, prompt, stdin, session, occ, gen, ...how };
    return { ok: true, say: planText(plan), value: { ...jsonOf(host, ledger, state), plan: detail } };
  }
  if (entry.kind === 'command') {
    const facts = plan.worktree?.told;
    const told = facts ? `\n${clean(placeSentences(facts).join(' '))}` : '';
    const detail = l10n.t('{0}\n\nin {1}{2}', vectorText(vector), clean(plan.cwd), told);
    const question = {
      title: l10n.t('Run this command? It comes from the schedule file.'),
      detail,
      yes: l10n.t('Run'),
    };
    if (!(await host.confirm(question))) {
      return refuse(
        l10n.t('The command was not run: a person has to confirm it each time, in a terminal or the editor.'),
      );
    }
  }
  const started = await host.launcher.start(ledger, plan);
  if (isRefusal(started)) {
    return refuse(started.why);
  }
  const after = (await ledger.look()).get(entry.id) ?? state;
  const value = jsonOf(host, ledger, after);
  if (started.state === 'started') {
    return { ok: true, say: l10n.t('Started in the terminal.'), value };
  }
  const last = await lastRun(host, ledger, entry.id);
  const limit = last?.outcome === 'limit' ? last : undefined;
  const end = limit
    ? limitText(limit)
    : last?.outcome === 'stopped'
      ? stopped(toEntry(after))
      : endText(plan, started.exitCode);
  const then =
    (limit && !limit.asks ? nextText(host, toEntry(after)) : undefined) ??
    retryText(host, toEntry(after)) ??
    (entry.repeat && nextText(host, toEntry(after)));
  const say = [end, leftByRun(last), then ?? ''].filter(Boolean).join(' ');
  const { artifact } = plan;
  return {
    ...{ ok: true, say, value },
    ...(isFileOnly(plan) && artifact !== undefined && { report: clean(artifact) }),
    ...((started.exitCode !== 0 || limit) && { exitCode: 1 }),
  };
}

/** What is said where a person stopped the run, who may have closed the entry before. */
const stopped = ({ isOpen }: Entry): string =>
  isOpen ? l10n.t('The run was stopped. The entry stays open.') : l10n.t('The run was stopped.');

/** What is said where a usage limit stopped the run. */
const limitText = ({ asks }: Run): string =>
  asks
    ? l10n.t('A usage limit stopped the agent, and the entry waits for you.')
    : l10n.t('A usage limit stopped the agent.');

/** How a run ended; nothing is said of an agent where none was started. */
function endText(plan: LaunchPlan, exitCode: number): string {
  if (isFileOnly(plan)) {
    return exitCode === 0
      ? l10n.t('The prompt was written to its file. {0}', FILE_ONLY)
      : l10n.t('The prompt could not be written to its file (exit code {0}).', exitCode);
  }
  return exitCode === 0 ? l10n.t('The agent ended well.') : l10n.t('The agent ended with exit code {0}.', exitCode);
}

/** When a failed run is tried again; undefined where it is not. */
const retryText = (host: Host, { attempts, maxRetries, status, dueAt }: Entry): string | undefined =>
  attempts > 0 && status === 'snoozed' && dueAt !== undefined
    ? l10n.t(
        'It is due again {0}, retry {1} of {2}.',
        describeMoment(dueAt, host.clock.now(), host.zone),
        attempts,
        maxRetries,
      )
    : undefined;
