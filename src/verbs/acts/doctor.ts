import * as l10n from '@vscode/l10n';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { logText } from '../../render/text/logText.ts';
import { problemText } from '../../render/text/problemText.ts';
import { doctorText, type Finding } from '../../render/text/entryText.ts';
import { usage, usageJson, usageText } from '../running/runUsage.ts';
import type { Schedule } from '../../core/fold/schedule.ts';
import type { Ledger } from '../../store/ledger.ts';
import { BEING_WRITTEN } from '../../store/scheduleReader.ts';
import { defineVerb } from '../verb.ts';
import { resultsOf } from '../results/findResult.ts';
import { mergeReport } from '../look/mergeReport.ts';
import { elsewhereReport } from '../look/elsewhereReport.ts';
import type { ResultProblem } from '../resultDesk.ts';

export const doctor = defineVerb({
  name: 'doctor',
  title: 'Check Setup',
  help: 'Show lines of the schedule that could not be read, which agents were found, and the time zone.',
  examples: ['defer doctor', 'defer doctor --clean', 'defer doctor --fix'],
  effect: 'reads',
  input: {
    clean: {
      kind: 'flag',
      optional: true,
      owner: true,
      help: 'Take away worktrees and branches of runs that hold no change, and what was discarded over 30 days ago',
    },
    fix: {
      kind: 'flag',
      optional: true,
      owner: true,
      help: 'Add to .sf/.gitattributes the line that lets git merge the schedule, if it is missing',
    },
  },
  async run(host, { clean: cleans, fix }) {
    const problems: Finding[] = [];
    for (const ledger of host.ledgers) {
      await lookOnceWritten(ledger);
      problems.push(
        ...ledger.problems(Number.POSITIVE_INFINITY).map(problem => ({
          ...problem,
          text: cleanLine(problemText(problem)),
          scope: ledger.scope,
          folder: ledger.folder,
        })),
      );
    }
    const agents = await host.launcher.agents();
    const used = await usage(host);
    const approvals = (await host.approvals?.problem()) ?? null;
    const unattended = [...(approvals === null ? [] : [clean(approvals)]), usageText(used)].filter(Boolean);
    const desk = await resultsOf(host);
    const cleaned = cleans ? ((await desk?.clean()) ?? []) : [];
    const results = (await desk?.problems()) ?? [];
    const merging = await mergeReport(host.ledgers, fix === true);
    const { actLog } = host;
    const log = actLog && { path: actLog.path, problem: (await actLog.problem()) ?? null };
    const { lines: others, handoffs, elsewhere } = await elsewhereReport(host);
    const say = [
      doctorText(problems, agents, host.zone),
      ...unattended.map(line => l10n.t('Automatic runs today: {0}', line)),
      ...(log ? [logText(log)] : []),
      ...(cleans && cleaned.length === 0
        ? [l10n.t('There was nothing to take away.')]
        : placesText(l10n.t('Taken away'), cleaned)),
      ...placesText(l10n.t('Results of runs'), results),
      ...placesText(l10n.t('Merging in git'), merging),
      ...others,
    ];
    const more = {
      ...{ handoffs, elsewhere, git: merging.map(one => ({ ...toJson(one), fixed: one.fixed })) },
      ...{ usage: usageJson(used), approvals_problem: approvals, ...(log && { log }) },
      ...(desk && { results: results.map(toJson), ...(cleans && { cleaned: cleaned.map(toJson) }) }),
    };
    return { ok: true, say: say.join('\n'), value: { problems, agents, zone: host.zone, ...more } };
  },
});

const toJson = ({ path, text }: ResultProblem): ResultProblem => ({ path: clean(path), text: clean(text) });

/** What does not fit, or was taken away, under a heading; nothing where that is nothing. */
const placesText = (heading: string, places: readonly ResultProblem[]): readonly string[] =>
  places.length === 0
    ? []
    : [`${heading}:`, ...places.map(({ path, text }) => `  ${cleanLine(path, 500)}: ${cleanLine(text, 500)}`)];

/** Reads the schedule once nobody can still be writing the end of its file: at once, or within a few seconds. */
async function lookOnceWritten(ledger: Ledger): Promise<Schedule> {
  for (;;) {
    const schedule = await ledger.look();
    if (!ledger.isBeingWritten(Date.now())) {
      return schedule;
    }
    await new Promise(resolve => setTimeout(resolve, BEING_WRITTEN / 10));
  }
}
