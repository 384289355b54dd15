import { cleanLine } from '../render/clean.ts';
import { doctorText, type Finding } from '../render/text.ts';
import { defineVerb } from './verb.ts';

export const doctor = defineVerb({
  name: 'doctor',
  title: 'Doctor',
  help: 'Show lines of the schedule that could not be read, which agents are found, and the time zone.',
  effect: 'reads',
  input: {},
  async run(host) {
    const problems: Finding[] = [];
    for (const ledger of host.ledgers) {
      await ledger.settled();
      problems.push(
        ...ledger
          .problems(Number.POSITIVE_INFINITY)
          .map(problem => ({ ...problem, text: cleanLine(problem.text), scope: ledger.scope, folder: ledger.folder })),
      );
    }
    const agents = await host.launcher.agents();
    const { diary } = host;
    const log = diary && { path: diary.path, problem: (await diary.problem()) ?? null };
    return {
      ok: true,
      say: [doctorText(problems, agents, host.zone), ...(log ? [logText(log)] : [])].join('\n'),
      value: { problems, agents, zone: host.zone, ...(log && { log }) },
    };
  },
});

const logText = ({ path, problem }: { readonly path: string; readonly problem: string | null }): string =>
  `Log: ${cleanLine(path)}${problem === null ? '' : `. Nothing is noted there: ${problem}`}`;
