import assert from 'node:assert/strict';
import { join } from 'node:path';
import { toEntry } from '../../../src/core/entry/entry.ts';
import { isRefusal } from '../../../src/core/basics/refusal.ts';
import { instant } from '../../../src/core/basics/time.ts';
import { createApprovals } from '../../../src/runner/approval/approvals.ts';
import { FileLog } from '../../../src/store/log/fileLog.ts';
import { Ledger } from '../../../src/store/ledger.ts';
import { endLinked } from '../../../src/verbs/endLinked.ts';
import { placeFakeAgent, type FakeAgent } from '../../support/fakeAgent.ts';
import { moveClock } from './clock.ts';
import { openEditor } from './editor.ts';
import { entryLine, promptLine, type Workspace } from './workspace.ts';

/** A person who has an agent of their own, and lets it run without them. */
export interface Allowing {
  readonly agent: FakeAgent;
  /** The setting `defer.agents`. */
  readonly agents: Readonly<Record<string, unknown>>;
  /** The folder of what was allowed. */
  readonly allowed: string;
  /**
   * Adds an entry for the agent, due in so many minutes, which was allowed so many minutes ago. `more`: fields of it.
   */
  add(workspace: Workspace, title: string, dueInMinutes: number, allowedAgo: number, more?: object): Promise<void>;
}

/** Makes one whose agent has this name. */
export async function allowing(name: string): Promise<Allowing> {
  const { home, programs, zone } = await openEditor();
  const agent = placeFakeAgent(programs, `agent-${name}`);
  const vectors = { fresh: ['--watched', '<prompt>'], unattended: { fresh: ['--alone'], input: 'stdin' } };
  const agents = { [name]: { executable: agent.path, ...vectors } };
  return {
    ...{ agent, agents, allowed: join(home, '.sf', 'defer', 'allow') },
    async add({ folder, append, rowsOf }, title, dueInMinutes, allowedAgo, more = {}) {
      const line = JSON.parse(promptLine(title, dueInMinutes, name, `Do ${title}.`)) as object;
      append(JSON.stringify({ ...line, ...more }));
      const ledger = new Ledger({ scope: 'project', folder }, new FileLog(folder), 'abc123', endLinked);
      const approvals = createApprovals({
        ...{ home: join(home, '.sf', 'defer'), zone, env: {}, folders: () => [], settings: () => agents },
        clock: { now: () => instant(Date.now() - allowedAgo * 60_000) },
      });
      const state = (await ledger.look()).get(rowsOf(title)[0]?.id ?? '');
      const seen = state && (await approvals.look(ledger, toEntry(state)));
      assert.ok(state && seen && !isRefusal(seen));
      assert.equal(await approvals.allow(ledger, toEntry(state), seen.hash), undefined);
    },
  };
}

/** Moves the clock of the windows past the moment of an entry, as its last row says, and has them look at the file. */
export async function whenDue(workspace: Workspace, title: string): Promise<void> {
  const dueAt = Date.parse(workspace.rowsOf(title).at(-1)?.due_at ?? '');
  await moveClock(dueAt - Date.now() + 1000);
  workspace.append(entryLine('noise', 600));
}
