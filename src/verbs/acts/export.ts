import { toAgentDefer } from '../../core/exchange/exportAgentDefer.ts';
import { cleanLine } from '../../render/text/clean.ts';
import { digest } from '../../store/disk/digest.ts';
import { writeOut } from '../../store/disk/writeOut.ts';
import { listEntries } from '../look/seenEntries.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import { refusal, isRefusal } from '../../core/basics/refusal.ts';

export const exportVerb = defineVerb({
  name: 'export',
  title: 'Export…',
  help: 'Print entries as another system keeps them, so that it can take over.',
  examples: ['defer export agent-defer', 'defer export agent-defer --all --out tasks.jsonl'],
  effect: 'reads',
  input: {
    system: { kind: 'choice', choices: ['agent-defer'], argument: true, help: 'Which system: agent-defer' },
    all: { kind: 'flag', optional: true, help: 'Closed entries too' },
    out: { kind: 'text', optional: true, owner: true, help: 'A new file to write them to' },
    force: { kind: 'flag', optional: true, person: true, help: 'Replace the file if it is there' },
  },
  async run(host, { all, out, force }): Promise<Reply> {
    const records: Readonly<Record<string, unknown>>[] = [];
    const left: { readonly id: string; readonly why: string }[] = [];
    const behind: { readonly id: string; readonly fields: readonly string[] }[] = [];
    for (const { entry, runs } of await listEntries(host, all ? 'all' : 'open')) {
      // Its runner would start the task again.
      const last = runs.at(-1)?.outcome;
      const isUnsure = last === 'running' || last === 'unknown';
      const task =
        entry.isOpen && isUnsure
          ? refusal('a run of it is going on, or its end is unknown')
          : toAgentDefer(entry, digest);
      if (isRefusal(task)) {
        left.push({ id: entry.id, why: task.why });
        continue;
      }
      records.push(task.record);
      if (task.behind.length > 0) {
        behind.push({ id: entry.id, fields: task.behind });
      }
    }
    const report = [
      ...left.map(({ id, why }) => `${cleanLine(id, 60)} was left out: ${why}.`),
      ...behind.map(
        ({ id, fields }) => `${cleanLine(id, 60)} was exported without ${cleanLine(fields.join(', '), 300)}.`,
      ),
    ].join('\n');
    const lines = records.map(record => JSON.stringify(record));
    const value = { records, left_out: left, behind };
    if (out === undefined) {
      return { ok: true, say: lines.join('\n'), value, report };
    }
    const path = await writeOut(out, lines.map(line => `${line}\n`).join(''), force === true);
    if (typeof path !== 'string') {
      return refuse(path.why);
    }
    const many = records.length === 1 ? '1 entry was' : `${records.length} entries were`;
    const say = `${many} exported. They are still open here: close them, or both systems will have them.`;
    return { ok: true, say, value: { ...value, out: path }, report };
  },
});
