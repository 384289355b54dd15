import { deferLines } from '../../core/when/deferLines.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { splitDeferLine, type DeferTask } from '../../core/when/splitDeferLine.ts';
import { isZone } from '../../core/basics/zone.ts';
import { zoneRefusal, type GivenWhen } from './addWhen.ts';
import { readWhen } from '../readMoment.ts';
import { refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';

/** How many entries one text makes. */
const MOST = 20;
/** How many lines with a mistake are explained. */
const SHOWN = 3;

interface Line extends DeferTask {
  readonly dry_run: boolean;
}

/** What was given beside the text, as far as it matters here. */
interface Beside extends GivenWhen {
  readonly dry_run?: boolean | undefined;
}

/**
 * Makes an entry of every line `::defer 30m Check the build` of a text. All are tried before the first is written, so
 * that a line with a mistake, or one that only looks like such a line, leaves nothing half done and is named.
 */
export async function addLines(
  host: Host,
  text: string,
  beside: Beside,
  add: (line: Line) => Promise<Reply>,
): Promise<Reply> {
  const stray = (['when', 'cron', 'every'] as const).find(name => beside[name] !== undefined);
  if (stray !== undefined) {
    return refuse(
      `Every line has its own time, so leave out --${stray}. With --parse you can give what holds for all ` +
        'lines, such as --agent, --prompt, --tag, --tz and --expires; not --when, --cron and --every.',
      2,
    );
  }
  const { tz: zone } = beside;
  if (zone !== undefined && !isZone(zone)) {
    return refuse(zoneRefusal(zone).why);
  }
  const { found, unread, inCode } = deferLines(text);
  const code = inCode.length === 0 ? '' : `Ignored inside a block of code: ${named(inCode)}.`;
  if (found.length === 0 && unread.length === 0) {
    return refuse(`The text has no line such as "::defer 30m Check the build". ${code}`.trim());
  }
  if (found.length > MOST) {
    return refuse(`The text has ${found.length} lines "::defer", and at most ${MOST} are taken at once.`);
  }
  const lines: (DeferTask & { readonly number: number })[] = [];
  const wrong = unread.map(number => ({
    number,
    why: 'looks like "::defer" and cannot be read. Write "::defer 30m Check the build".',
  }));
  const now = host.clock.now();
  for (const { line: number, text: said } of found) {
    const split = await splitDeferLine(said, now, time =>
      readWhen(host, time, { now, ...(zone !== undefined && { zone }) }),
    );
    if (isRefusal(split)) {
      wrong.push({ number, why: split.why });
    } else {
      lines.push({ number, ...split });
    }
  }
  if (wrong.length > 0) {
    wrong.sort((one, other) => one.number - other.number);
    const more =
      wrong.length > SHOWN ? ` More cannot be read: ${named(wrong.slice(SHOWN).map(({ number }) => number))}.` : '';
    return refuse(
      `${wrong
        .slice(0, SHOWN)
        .map(({ number, why }) => `Line ${number} ${why}`)
        .join(' ')}${more}`,
    );
  }
  const values: unknown[] = [];
  const made: string[] = [];
  for (const dry_run of beside.dry_run ? [true] : [true, false]) {
    values.length = 0;
    for (const { number, ...line } of lines) {
      const reply = await add({ ...line, dry_run });
      if (!reply.ok) {
        const before = dry_run ? '' : ` ${values.length} of ${lines.length} were scheduled before it.`;
        return refuse(`Line ${number}: ${reply.why}${before}`);
      }
      values.push(reply.value);
      made.push(...(reply.made ?? []));
    }
  }
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  const done = `${beside.dry_run ? 'would be ' : ''}${host.underAgent ? 'proposed' : 'scheduled'}`;
  return { ok: true, say: `${count} ${done}.`, value: values, report: code, made };
}

const named = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'line' : 'lines'} ${numbers.join(', ')}`;
