import { clean, cleanLine } from '../render/clean.ts';
import { doctorText, type Finding } from '../render/text.ts';
import { usage, usageJson, usageText } from './usage.ts';
import { defineVerb } from './verb.ts';

export const doctor = defineVerb({
  name: 'doctor',
  title: 'Doctor',
  help: 'Show lines of the schedule that could not be read, which agents are found, and the time zone.',
  examples: ['defer doctor'],
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
    const used = await usage(host);
    const approvals = (await host.approvals?.problem()) ?? null;
    const unattended = [...(approvals === null ? [] : [clean(approvals)]), usageText(used)].filter(Boolean);
    const say = [doctorText(problems, agents, host.zone), ...unattended.map(line => `Without a person: ${line}`)];
    return {
      ok: true,
      say: say.join('\n'),
      value: { problems, agents, zone: host.zone, usage: usageJson(used), approvals_problem: approvals },
    };
  },
});
