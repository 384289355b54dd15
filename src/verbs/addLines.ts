import { deferLines, splitDeferLine } from '../core/deferLines.ts';
import { isRefusal } from '../core/refusal.ts';
import { readWhen } from './time.ts';
import { refuse, type Host, type Reply } from './verb.ts';

/** How many entries one text makes. */
const MOST = 20;

interface Line {
  readonly message: string;
  readonly when: string;
  readonly dry_run: boolean;
}

/**
 * Makes an entry of every line `::defer 30m Check the build` of a text. All are tried before the first is written, so
 * that a line with a mistake leaves nothing half done.
 */
export async function addLines(
  host: Host,
  text: string,
  add: (line: Line) => Promise<Reply>,
  dryRun: boolean,
): Promise<Reply> {
  const found = deferLines(text);
  if (found.length === 0) {
    return refuse('The text has no line such as "::defer 30m Check the build".');
  }
  if (found.length > MOST) {
    return refuse(`The text has ${found.length} lines "::defer", and at most ${MOST} are taken at once.`);
  }
  const lines: (Omit<Line, 'dry_run'> & { readonly number: number })[] = [];
  for (const { line: number, text: said } of found) {
    const split = await splitDeferLine(said, async time => !isRefusal(await readWhen(host, time)));
    if (!split) {
      return refuse(`Line ${number} begins with no time that can be read. Write "::defer 30m Check the build".`);
    }
    lines.push({ number, ...split });
  }
  const values: unknown[] = [];
  for (const dry_run of dryRun ? [true] : [true, false]) {
    values.length = 0;
    for (const { number, ...line } of lines) {
      const reply = await add({ ...line, dry_run });
      if (!reply.ok) {
        const before = dry_run ? '' : ` ${values.length} of ${lines.length} were scheduled before it.`;
        return refuse(`Line ${number}: ${reply.why}${before}`);
      }
      values.push(reply.value);
    }
  }
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  const done = `${dryRun ? 'would be ' : ''}${host.underAgent ? 'proposed' : 'scheduled'}`;
  return { ok: true, say: `${count} ${done}.`, value: values };
}
