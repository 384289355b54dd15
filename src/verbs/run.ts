import { hasKnownStatus, occurrenceOf, toEntry, type Entry } from '../core/entry.ts';
import { isRefusal } from '../core/refusal.ts';
import { clean } from '../render/clean.ts';
import { vectorText } from '../render/text.ts';
import { find, jsonOf, type Found } from './find.ts';
import { lookAt } from './look.ts';
import { nextText } from './time.ts';
import { defineVerb, refuse, type Host, type Reply } from './verb.ts';

/** The exit code that says "somebody is at it; ask again later" (EX_TEMPFAIL of sysexits.h). */
const CLAIMED = 75;

export const run = defineVerb({
  name: 'run',
  title: 'Run…',
  help: 'Start the agent of an entry in a terminal.',
  effect: 'launches',
  input: {
    id: { kind: 'entry', argument: true, optional: true, help: 'Which entry' },
    due: { kind: 'flag', optional: true, help: 'Everything that is due and approved, one after another' },
    dry_run: { kind: 'flag', word: 'dry-run', optional: true, help: 'Show what would be started; start nothing' },
    again: { kind: 'flag', optional: true, help: 'Also when the end of an earlier run was lost' },
    claim_remote: {
      kind: 'text',
      word: 'claim-remote',
      optional: true,
      bare: 'origin',
      help: 'Only if this git remote grants it, where several machines share the schedule; origin without a name',
    },
  },
  async run(host, { id, due, dry_run: dryRun, again, claim_remote: claimRemote }): Promise<Reply> {
    if ((id === undefined) === !due) {
      return refuse('Name one entry, or say --due.', 2);
    }
    for (const ledger of dryRun ? [] : host.ledgers) {
      await ledger.endLinked(host.clock.now());
    }
    if (id === undefined) {
      return runDue(host, dryRun === true);
    }
    const found = await find(host, id);
    return isRefusal(found)
      ? refuse(found.why)
      : runOne(host, found, { dryRun: dryRun === true, again: again === true, claimRemote });
  },
});

interface Options {
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly claimRemote: string | undefined;
}

async function runOne(host: Host, { ledger, entry, state }: Found, options: Options): Promise<Reply> {
  const { dryRun, again, claimRemote } = options;
  const plan = await host.launcher.plan(ledger, entry, { again, claimRemote });
  if (isRefusal(plan)) {
    return refuse(plan.why);
  }
  const vector = [plan.executable, ...plan.args];
  if (dryRun) {
    const { agent, cwd, prompt, session, occ, gen } = plan;
    const detail = { agent, argv: vector, cwd, prompt, stdin: plan.stdin ?? null, session: session ?? null, occ, gen };
    const say = `In ${clean(cwd)}:\n${vectorText(vector)}\n\n${clean(prompt)}`.trimEnd();
    return { ok: true, say, value: { ...jsonOf(host, ledger, state), plan: detail } };
  }
  if (entry.kind === 'command') {
    const detail = `${vectorText(vector)}\n\nin ${clean(plan.cwd)}`;
    const question = { title: 'Run this command? It comes from the schedule file.', detail, yes: 'Run' };
    if (!(await host.confirm(question))) {
      return refuse(
        'The command was not run: it has to be confirmed by a person, each time, in a terminal or the editor.',
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
    return { ok: true, say: 'Started in the terminal.', value };
  }
  const end = started.exitCode === 0 ? 'The agent ended well.' : `The agent ended with exit code ${started.exitCode}.`;
  const say = entry.repeat === undefined ? end : `${end} ${nextText(host, toEntry(after))}`;
  return { ok: true, say, value, ...(started.exitCode !== 0 && { exitCode: 1 }) };
}

/** Whether an entry is one for an agent alone: one that failed waits for a person, as does a repeat that asks first. */
const startsByItself = (entry: Entry): boolean =>
  entry.kind === 'prompt' &&
  entry.status !== 'failed' &&
  hasKnownStatus(entry) &&
  !entry.newer &&
  !isRefusal(entry.repeat) &&
  entry.repeat?.catchup !== 'ask';

/** Nothing is approved for runs without a person yet, so this says what waits, and who is at it already. */
async function runDue(host: Host, dryRun: boolean): Promise<Reply> {
  const due = (await lookAt(host, 'due')).filter(({ entry }) => startsByItself(entry));
  const claimed = due.filter(({ runs, entry }) =>
    runs.some(one => one.outcome === 'running' && one.occ === occurrenceOf(entry)),
  );
  const waiting = due.length - claimed.length;
  if (due.length === 0) {
    return { ok: true, say: 'Nothing is due for an agent.', value: [] };
  }
  if (waiting === 0) {
    return refuse('Every due entry is claimed by a runner that is at work.', CLAIMED);
  }
  const many = waiting === 1 ? '1 due entry waits' : `${waiting} due entries wait`;
  const why = `${many} for an agent, and none is approved to run without a person. Run one with "defer run <id>".`;
  return dryRun ? { ok: true, say: why, value: [] } : refuse(why);
}
