import { DAY, instant, MINUTE, toIso } from '../src/core/basics/time.ts';
import { agendaOf, FIRST_LINES } from '../src/render/agenda/agenda.ts';
import { viewAt } from '../src/render/view/viewAt.ts';
import type { Places } from './place.ts';
import { openLedger, readAndParse } from './reading.ts';
import type { Report } from './report.ts';
import { ms, side } from './timing.ts';

const NOW = Date.UTC(2026, 6, 1, 12);
const TIMES = 5;

/** The rows of a long schedule: a quarter is late, the rest spread over four weeks; every tenth repeats, every tenth ran. */
function* agendaRows(count: number): Generator<string> {
  const iso = (at: number): string => toIso(instant(at));
  for (let index = 0; index < count; index += 1) {
    const due = NOW + ((index % 4) - 1) * 7 * DAY + (index % 10_000) * MINUTE;
    const run = {
      occ: iso(due - DAY),
      gen: 0,
      token: index.toString(16).padStart(16, '0'),
      event: 'ended',
      exit_code: index % 3,
    };
    yield JSON.stringify({
      ...{ schemaVersion: 1, id: `01M81B5H80${index.toString(36).toUpperCase().padStart(16, '0')}`, status: 'pending' },
      ...{ kind: 'prompt', due_at: iso(due), created_at: iso(NOW - 30 * DAY), created_by: 'user' },
      ...(index % 10 === 1 && { repeat: { cron: `${index % 60} ${index % 24} * * *`, tz: 'Europe/Berlin' } }),
      ...(index % 10 === 2 && { run: { ...run, at: iso(due - DAY), duration_ms: index * 100 } }),
      payload: { message: `Resume the review ${index}`, prompt: 'Go on.', agent: 'claude', tags: ['api'] },
    });
  }
}

/** What it costs to put the agenda of a long schedule together, first and again, beside reading its file. */
export async function measureAgenda(report: Report, places: Places): Promise<void> {
  report.section('The agenda');
  const taken: number[] = [];
  for (const count of [2_000, 5_000]) {
    const folder = await places.withRows(`agenda-${count}`, [...agendaRows(count)]);
    const draw = async (): Promise<() => unknown> => {
      const schedule = await openLedger(folder).look();
      let now = NOW;
      return () =>
        agendaOf(
          [{ schedule, tag: folder, keyOf: ({ id }) => `here ${id}` }],
          viewAt(instant((now += MINUTE)), 'Europe/Berlin', () => false),
          {
            ...{ skip: 0, filter: '', linesOf: () => FIRST_LINES, past: [], limits: [], isRestricted: false },
          },
        );
    };
    const news = await Promise.all(Array.from({ length: TIMES }, draw));
    const known = await draw();
    known();
    const [plain, first, again] = await side(TIMES, [() => readAndParse(folder), () => news.pop()?.(), known]);
    report.figure({
      what: `first, ${count.toLocaleString('en-US')} entries`,
      measured: `read + JSON.parse ${ms(plain)}`,
      value: first,
      unit: 'ms',
      goal: 50,
    });
    report.figure({ what: '  again, a minute later', measured: '', value: again, unit: 'ms', goal: 50 });
    taken.push(again);
  }
  const [few = 0, many = 0] = taken;
  report.figure({
    what: '  5,000 beside 2,000 entries',
    measured: `${ms(many)}; ${ms(few)}`,
    value: many / few,
    unit: '×',
    goal: 2,
  });
}
