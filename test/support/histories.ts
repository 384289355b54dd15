import fc from 'fast-check';
import type { Change } from '../../src/core/rows/change.ts';
import type { Row } from '../../src/core/rows/row.ts';
import { END_OF_TIME, instant, toIso } from '../../src/core/basics/time.ts';
import { digest } from '../../src/store/disk/digest.ts';
import { Replica } from './replica.ts';

/** One thing that happens to one of three copies of a file. The numbers choose among what is possible then. */
export interface Step {
  readonly who: number;
  readonly what: 'act' | 'edit' | 'forge' | 'foreign' | 'merge' | 'repeat';
  readonly entry: number;
  readonly pick: number;
  readonly clock: number;
}

const IDS = ['01A', '01B'] as const;
const NOON = Date.UTC(2026, 10, 22, 12);
const YEAR = 365 * 86_400_000;

/** Clocks that tick, stand still, and are wrong by years. */
const CLOCKS = [NOON, NOON, NOON + 1, NOON + 60_000, NOON + YEAR, NOON - 5 * YEAR, 0, END_OF_TIME - 1] as const;

const DUES = [NOON + 3_600_000, NOON + 7_200_000, NOON + YEAR].map(ms => toIso(instant(ms)));

export const steps = (kinds: readonly Step['what'][], most = 12): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      who: fc.nat(2),
      what: fc.constantFrom(...kinds),
      entry: fc.nat(1),
      pick: fc.nat(999),
      clock: fc.nat(CLOCKS.length - 1),
    }),
    { minLength: 1, maxLength: most },
  );

const of = <Item>(items: readonly Item[], pick: number): Item => items[pick % items.length] as Item;

/** What a person or a run does to an entry. */
export function changeOf(pick: number, now: number): Change {
  const at = toIso(instant(Math.max(0, now)));
  const due = of(DUES, pick);
  const token = `a${pick % 3}`;
  return of<Change>(
    [
      {
        set: {
          kind: 'reminder',
          status: 'pending',
          due_at: due,
          created_at: at,
          updated_at: at,
          payload: { message: `m${pick % 5}` },
        },
      },
      { set: { due_at: due, original_due_at: of(DUES, pick + 1), updated_at: at }, carry: { status: 'snoozed' } },
      { set: { due_at: due, original_due_at: undefined, status: 'pending' } },
      { set: { status: 'done', updated_at: at } },
      { set: { status: 'cancelled', reason: `r${pick % 4}` } },
      {
        set: {},
        run: {
          occ: 'once',
          gen: 0,
          token,
          event: of(['claimed', 'started', 'ended'] as const, pick),
          at: instant(now),
        },
      },
      { set: { status: 'failed', attempts: pick % 4, x_unknown: { deep: [pick % 3] } } },
    ],
    Math.floor(pick / 3),
  );
}

/** A row that somebody copied and changed, with its mark left as it was. */
function editOf(row: Row, pick: number): string {
  const raw = JSON.parse(row.text) as Record<string, unknown>;
  const changed = of<Record<string, unknown>>(
    [
      { payload: { message: `edited ${pick % 4}` } },
      { status: of(['done', 'pending', 'cancelled', 'nonsense'], pick) },
      { due_at: of(DUES, pick) },
      { updated_at: toIso(instant(of(CLOCKS, pick))) },
      { due_at: of(DUES, pick), updated_at: toIso(instant(of(CLOCKS, pick + 1))), x_mine: pick % 3 },
    ],
    Math.floor(pick / 5),
  );
  const { defer, ...rest } = raw;
  return JSON.stringify({ ...rest, ...changed, defer });
}

/** A row with a mark that nobody's clock gave it. */
function forgery(id: string, pick: number): string {
  const st = [of([END_OF_TIME, END_OF_TIME - 1, NOON], pick), of([0, 2 ** 31 - 100, 7], pick + 1), 'ffffff'];
  const open = JSON.stringify({
    id,
    status: of(['pending', 'done', 'cancelled'], pick),
    due_at: of(DUES, pick),
    defer: { st, ch: ['status', 'due_at', 'payload'] },
  }).slice(0, -2);
  return `${open},"h":"${digest(open)}"}}`;
}

/** What other tools, agents and people write: rows without a mark. */
function foreignLine(id: string, pick: number): string {
  return JSON.stringify(
    of<Record<string, unknown>>(
      [
        { id, status: 'done' },
        { id, status: 'pending', due_at: of(DUES, pick), title: `echo ${pick % 3}` },
        { id, run_at: of(DUES, pick), status: 'scheduled', created_at: toIso(instant(of(CLOCKS, pick))) },
        { id, due_at: of(DUES, pick), updated_at: toIso(instant(of(CLOCKS, pick))), x_theirs: [pick % 2] },
      ],
      Math.floor(pick / 3),
    ),
  );
}

/** Rows in another order; the same numbers give the same order. */
export function shuffled(rows: readonly Row[], picks: readonly number[]): Row[] {
  const order = [...rows];
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = (picks[index % picks.length] ?? 0) % (index + 1);
    [order[index], order[other]] = [order[other] as Row, order[index] as Row];
  }
  return order;
}

const clockOf = (step: Step): number => of(CLOCKS, step.clock);

/** Lets a history happen, on top of what `first` holds, and gives the three copies as they stand at its end. */
export function play(
  history: readonly Step[],
  seen: (replica: Replica, row: Row, change: Change) => void = () => undefined,
  first = new Replica('aaaaaa'),
): readonly [Replica, Replica, Replica] {
  const replicas = [first, new Replica('bbbbbb'), new Replica('cccccc')] as const;
  for (const step of history) {
    const replica = replicas[step.who % 3] as Replica;
    const id = IDS[step.entry % 2] as string;
    const marked = replica.rows.filter(row => row.stamp !== undefined);
    if (step.what === 'act' || (step.what === 'edit' && marked.length === 0)) {
      const change = changeOf(step.pick, clockOf(step));
      seen(replica, replica.act(id, clockOf(step), change), change);
    } else if (step.what === 'edit') {
      replica.append(editOf(of(marked, step.pick), step.pick));
    } else if (step.what === 'forge') {
      replica.append(forgery(id, step.pick));
    } else if (step.what === 'foreign') {
      replica.append(foreignLine(id, step.pick));
    } else if (step.what === 'merge') {
      const other = of(replicas, step.who + 1 + (step.pick % 2));
      const missing = other.rows.filter(row => replica.rows.every(mine => mine.text !== row.text));
      replica.take(step.clock % 2 === 0 ? [...replica.rows, ...missing] : [...missing, ...replica.rows]);
    } else if (replica.rows.length > 0) {
      replica.append(of(replica.rows, step.pick).text);
    }
  }
  return replicas;
}

export const ENTRY_IDS: readonly string[] = IDS;
