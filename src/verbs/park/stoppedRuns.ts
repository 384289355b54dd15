import * as l10n from '@vscode/l10n';
import { refusal, type Refusal } from '../../core/basics/refusal.ts';
import { DAY, fromIso } from '../../core/basics/time.ts';
import { timeOf } from '../../core/rows/fieldValues.ts';
import type { Run } from '../../core/rows/runEvents.ts';
import type { Limit } from '../../core/when/usageLimit.ts';
import { pastRuns, type PastRun } from '../../render/view/runHistory.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Host } from '../host.ts';
import type { Found } from '../look/find.ts';
import { isSameReset } from './matchNotice.ts';
import { limitIn } from './readNotice.ts';

/** How long ago a run may have stopped for a notice without an entry to be about it. */
const RECENT = DAY;

/** The run of an entry whose token begins with `name`; without a name its last run, or undefined if it never ran. */
export async function runOfEntry(host: Host, found: Found, name = ''): Promise<PastRun<Ledger> | Refusal | undefined> {
  const runs = await runsIn(host, found);
  const named = runs.find(({ run }) => run.outcome !== 'skipped' && run.token.startsWith(name));
  return named ?? (name === '' ? undefined : noRun());
}

/** The run whose token begins with `name`, of any entry. */
export async function runNamed(host: Host, name: string): Promise<PastRun<Ledger> | Refusal> {
  const runs = await runsIn(host);
  return runs.find(({ run }) => run.outcome !== 'skipped' && run.token.startsWith(name)) ?? noRun();
}

const noRun = (): Refusal =>
  refusal(
    l10n.t('There is no run with that token. "defer history" lists the runs, each with the beginning of its token.'),
  );

/** A run that did not end well in the last day, and the limit that it met. */
export interface RunAtLimit {
  readonly past: PastRun<Ledger>;
  readonly limit: Limit;
}

/** The runs of the last day that a limit stopped, newest first, as far as this machine kept their output. */
export async function runsAtLimit(host: Host): Promise<readonly RunAtLimit[]> {
  const since = host.clock.now() - RECENT;
  const stopped: RunAtLimit[] = [];
  for (const past of await runsIn(host)) {
    const { run, at = 0 } = past;
    const isFailed = run.outcome !== 'skipped' && run.outcome !== 'ok' && run.outcome !== 'running';
    const limit = isFailed && at >= since ? await limitOfRun(host, run) : undefined;
    if (limit) {
      stopped.push({ past, limit });
    }
  }
  return stopped;
}

/** The limit that a run met: as its end says, else by what it printed, where this machine kept that. */
export async function limitOfRun(host: Host, run: Run): Promise<Limit | undefined> {
  const told = timeOf(run.limit);
  if (told !== undefined) {
    return { at: told, notice: '' };
  }
  const output = await host.records?.output(run.token);
  const said = fromIso(run.ended_at ?? '')?.at ?? host.clock.now();
  return output && limitIn(host, output.text, said);
}

/** The run that a notice is about: the only one that met a limit with the same reset. */
export async function runOfNotice(host: Host, limit: Limit): Promise<PastRun<Ledger> | undefined> {
  const same = (await runsAtLimit(host)).filter(one => isSameReset(one.limit.at, limit.at));
  return same.length === 1 ? same[0]?.past : undefined;
}

async function runsIn(host: Host, found?: Found): Promise<readonly PastRun<Ledger>[]> {
  const schedules = [];
  for (const ledger of found ? [found.ledger] : host.ledgers) {
    schedules.push({ schedule: await ledger.look(), tag: ledger });
  }
  return pastRuns(schedules, host.alive, Infinity, found?.state);
}
