import { listText } from '../../render/text/listText.ts';
import { PLAIN } from '../../render/text/terminalStyle.ts';
import { statusText, tallyOf } from '../../render/view/tally.ts';
import { otherFolder, listEntries } from '../../verbs/look/seenEntries.ts';
import { idsBeside } from '../../verbs/look/shownIds.ts';
import type { Host } from '../../verbs/host.ts';

/** How many due entries are named. */
const NAMED = 10;

const VERBS: readonly (readonly [usage: string, meaning: string])[] = [
  ['defer add "what" --when 2h', 'schedule work for later'],
  ['defer list', 'list what is scheduled'],
  ['defer snooze ID 1h', 'hide it for a while'],
  ['defer done ID', 'close it'],
  ['defer run ID', 'start its agent'],
];

/** What a person sees who says `defer` and no more: what is due, what comes next, and the verbs that matter most. */
export async function overviewText(host: Host): Promise<string> {
  const style = host.style ?? PLAIN;
  const due = await listEntries(host, 'due');
  const now = host.clock.now();
  const tally = tallyOf(
    host.ledgers.map(({ schedule }) => schedule),
    now,
    host.alive,
  );
  const others = await idsBeside(
    host.ledgers,
    due.map(({ entry }) => entry.id),
  );
  const more = due.length > NAMED ? [`  … and ${due.length - NAMED} more: defer list --due`] : [];
  const next = statusText({ ...tally, overdue: 0 }, now);
  const place = otherFolder(host);
  const columns = Math.max(...VERBS.map(([usage]) => usage.length));
  return [
    ...(place === undefined ? [] : [`In ${place}:`]),
    ...(due.length === 0
      ? ['Nothing is due.']
      : [listText(due.slice(0, NAMED), others, now, host.zone, style), ...more]),
    ...(next === '' ? [] : [style.paint('quiet', `${next.slice(0, 1).toUpperCase()}${next.slice(1)}.`)]),
    '',
    ...VERBS.map(([usage, meaning]) => `  ${usage.padEnd(columns)}  ${style.paint('quiet', meaning)}`),
    '',
    '"defer --help" shows every command, "defer help add" how to say when.',
  ].join('\n');
}
