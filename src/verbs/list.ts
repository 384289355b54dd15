import { toJson } from '../render/json.ts';
import { listText } from '../render/text.ts';
import { lookAt, type Seen } from './look.ts';
import { defineVerb, refuse, type Host, type Reply } from './verb.ts';

export const list = defineVerb({
  name: 'list',
  title: 'List',
  help: 'Show open entries, due ones first.',
  effect: 'reads',
  input: {
    due: { kind: 'flag', optional: true, help: 'Only what is due' },
    upcoming: { kind: 'flag', optional: true, help: 'Only what is not due yet' },
    all: { kind: 'flag', optional: true, help: 'Closed entries too' },
    ics: { kind: 'flag', optional: true, help: 'As a calendar (iCalendar), with the next times of repeats' },
    markdown: { kind: 'flag', optional: true, help: 'As Markdown, for a note or a prompt' },
  },
  async run(host, { due, upcoming, all, ics, markdown }): Promise<Reply> {
    if ([due, upcoming, all].filter(Boolean).length > 1) {
      return refuse('Ask for one of --due, --upcoming and --all.', 2);
    }
    if (ics && markdown) {
      return refuse('Ask for one of --ics and --markdown.', 2);
    }
    const seen = await lookAt(host, due ? 'due' : upcoming ? 'upcoming' : all ? 'all' : 'open');
    if (ics || markdown) {
      const text = ics ? await calendarOf(seen, host) : await markdownOf(seen, host);
      return { ok: true, say: text, value: text };
    }
    return {
      ok: true,
      get say() {
        const problems = host.ledgers.reduce((sum, ledger) => sum + ledger.problems(host.clock.now()).length, 0);
        const others = host.ledgers.flatMap(({ schedule }) => Array.from(schedule.all(), ({ id }) => id));
        const text =
          seen.length === 0 ? 'Nothing is deferred here.' : listText(seen, others, host.clock.now(), host.zone);
        return problems === 0 ? text : `${text}\n${problemHint(problems)}`;
      },
      get value() {
        return seen.map(one => toJson(one, one.ledger));
      },
    };
  },
});

/** The calendar. What answers ends a text with a line end, so that of the last line stops before it. */
async function calendarOf(seen: readonly Seen[], host: Host): Promise<string> {
  const { calendarText } = await import('../render/calendar.ts');
  const listed = seen.map(one => ({ ...one, scope: one.ledger.scope }));
  return calendarText(listed, host.clock.now()).replace(/(?:\r?\n)*$/, '\r');
}

async function markdownOf(seen: readonly Seen[], host: Host): Promise<string> {
  const { markdownText } = await import('../render/markdown.ts');
  return markdownText(seen, host.clock.now(), host.zone);
}

const problemHint = (count: number): string =>
  `${count === 1 ? '1 problem' : `${count} problems`} with what is written: "defer doctor" shows where.`;
