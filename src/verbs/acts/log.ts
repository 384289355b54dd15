import * as l10n from '@vscode/l10n';
import { cleanLine } from '../../render/text/clean.ts';
import { logText } from '../../render/text/logText.ts';
import { defineVerb, refuse } from '../verb.ts';

/** How many lines are shown where nobody says. */
const LINES = 50;

export const log = defineVerb({
  name: 'log',
  title: 'Log',
  help: 'Show the last lines of the log: what was done to these schedules on this machine.',
  examples: ['defer log', 'defer log --limit 10 --scope all'],
  effect: 'reads',
  person: true,
  input: { limit: { kind: 'count', optional: true, help: 'How many lines to show; default 50' } },
  async run(host, { limit = LINES }) {
    const { actLog } = host;
    if (!actLog) {
      return refuse(l10n.t('There is no log here.'));
    }
    // Older lines have a folder as it was named.
    const folders = new Set(host.ledgers.flatMap(({ folder }) => [folder, actLog.nameOf(folder)]));
    const isOurs = (line: string): boolean => folders.has(valuesOf(line)['in'] ?? '');
    const lines = await actLog.lines(limit, isOurs);
    const problem = lines.length === 0 ? await actLog.problem() : undefined;
    const none = problem === undefined ? l10n.t('Nothing has been done yet.') : logText({ path: actLog.path, problem });
    return {
      ok: true,
      say: lines.length === 0 && limit > 0 ? none : lines.map(line => cleanLine(line, 1000)).join('\n'),
      value: lines.map(line => ({
        at: line.slice(0, 20),
        act: /^\S+ ([a-z ]+?)(?= \w+=|$)/.exec(line)?.[1] ?? '',
        ...valuesOf(line),
      })),
    };
  },
});

/** The values of a line (`logLine`). */
function valuesOf(line: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name = '', quoted, plain = ''] of line.matchAll(/ (\w+)=(?:("(?:[^"\\]|\\.)*")|(\S*))/g)) {
    values[name] = quoted === undefined ? plain : textOf(quoted);
  }
  return values;
}

function textOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
