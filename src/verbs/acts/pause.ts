import { pause as pauseEntry } from '../../core/entry/moveOn.ts';
import { act, closedRefusal } from '../act.ts';
import { defineVerb, refuse, type Reply } from '../verb.ts';
import type { Host } from '../host.ts';
import { find, jsonOf } from '../look/find.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { nextText } from '../readMoment.ts';
import { toEntry } from '../../core/entry/entry.ts';

export const pause = defineVerb({
  name: 'pause',
  title: 'Pause…',
  help: 'Turn off a repeat until it is resumed.',
  examples: ['defer pause 01KAB'],
  effect: 'writes',
  input: { id: { kind: 'entry', argument: true, help: 'Which entry' } },
  run: async (host, { id }) =>
    (await switchFileOf(host, id, false)) ??
    act(
      host,
      id,
      (entry, now) => closedRefusal(entry) ?? pauseEntry(entry, now),
      () => 'Paused.',
    ),
});

/**
 * Turns an entry that a file defines on or off, in the file itself, which goes before what rows say. Undefined for an
 * entry of rows alone, and for an id that names none.
 */
export async function switchFileOf(host: Host, id: string, enabled: boolean): Promise<Reply | undefined> {
  const found = await find(host, id);
  if (isRefusal(found) || found.entry.file === undefined) {
    return undefined;
  }
  const { ledger, entry } = found;
  if ((entry.paused === true) !== enabled) {
    return refuse(enabled ? 'The entry is not paused.' : 'The entry is already paused.');
  }
  const after = await ledger.switchFile(entry.id, host.clock.now(), enabled);
  if (isRefusal(after)) {
    return refuse(after.why);
  }
  const say = enabled ? `Turned on in its file. ${nextText(host, toEntry(after))}` : 'Turned off in its file.';
  return { ok: true, say, value: jsonOf(host, ledger, after) };
}
