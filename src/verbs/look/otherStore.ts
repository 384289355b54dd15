import { readImport } from '../../core/exchange/import/readImport.ts';
import { isWithdrawn } from '../../core/exchange/import/withdrawn.ts';
import { memberOf, recordIn, timeIn } from '../../core/rows/fieldValues.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import type { Fields } from '../../core/rows/row.ts';
import { clean } from '../../render/text/clean.ts';
import { digest } from '../../store/disk/digest.ts';
import { gather, surroundings } from '../../store/import/importSource.ts';
import { isAgent } from '../host.ts';
import type { Host } from '../host.ts';

type Runtime = NonNullable<Host['runtime']>;

/**
 * What waits in the store of the tool that Defer stands in for (`--runtime agent-defer`), in words. Defer keeps a
 * schedule of its own: that tool's store is rewritten in place, by a runner with other rules, and nothing in it was
 * allowed. So nobody may take an answer about Defer's schedule for one about that store. Undefined where nothing waits
 * there, and for agents, who need not know what lies outside of the workspace.
 */
export async function otherStoreText(host: Host, runtime: Runtime): Promise<string | undefined> {
  if (isAgent(host)) {
    return undefined;
  }
  const gathered = await gather(runtime.name, runtime.tasks, surroundings([]), []);
  if (isRefusal(gathered)) {
    return undefined;
  }
  const now = host.clock.now();
  const waiting = readImport(runtime.name, gathered.files, { now, digest, zone: 'UTC' }).entries.filter(
    ({ fields }) => fields['status'] === 'pending',
  );
  const known = await importedIds(host, runtime.name);
  const there = waiting.filter(({ id, given }) => !known.has(given ?? id));
  const due = there.filter(({ fields, runs }) => runs.length === 0 && (timeIn(fields, 'due_at') ?? Infinity) <= now);
  const store = clean(runtime.tasks);
  const both = waiting.length - there.length;
  const lines = [
    ...(there.length === 0
      ? []
      : [
          `${store} has ${tasks(there.length)} of ${runtime.name}'s own, ${due.length === 0 ? 'none' : due.length} of them due. Defer neither lists nor runs them there: "defer import ${runtime.name}" takes them over.`,
        ]),
    ...(both === 0
      ? []
      : [
          `${tasks(both)} in ${store} ${both === 1 ? 'was' : 'were'} imported and still ${both === 1 ? 'waits' : 'wait'} there too. Turn the cron job of ${runtime.name} off, or both will run them.`,
        ]),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}

const tasks = (count: number): string => (count === 1 ? '1 task' : `${count} tasks`);

/** The ids that a system had for what was imported from it. */
async function importedIds(host: Host, system: string): Promise<ReadonlySet<unknown>> {
  const ids = new Set<unknown>();
  for (const ledger of host.ledgers) {
    for (const state of (await ledger.look()).all()) {
      const imported: Fields = recordIn(state.fields(), 'imported');
      if (memberOf(imported, 'from') === system && !isWithdrawn(state)) {
        ids.add(memberOf(imported, 'id') ?? state.id);
      }
    }
  }
  return ids;
}
