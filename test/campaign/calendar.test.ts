import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { cleanLine } from '../../src/render/text/clean.ts';
import { seed } from '../support/property.ts';
import { createWorld } from '../support/world.ts';

const ENTRIES = 150;

/**
 * Titles as people and agents write them: commas, line ends, emoji at every place of a fold, marks of iCalendar itself.
 */
const titles = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
  fc
    .array(
      fc.constantFrom('😀', 'é', 'ß', 'Ω', 'a', ',', ';', ':', '\\', '\\n', '"', ' ', 'END:VEVENT', 'BEGIN:', '👩‍👩‍👧'),
      { minLength: 1, maxLength: 60 },
    )
    .map(parts => parts.join('')),
);
const cases = fc.tuple(
  titles,
  fc.integer({ min: 1, max: 200_000 }),
  fc.constantFrom(undefined, '0 9 * * 1-5', '*/30 8 * * *', 'PT36H'),
);

it(`another reader of calendars finds every entry as it is (seed ${seed})`, async t => {
  const world = createWorld({ now: '2026-11-22T10:00:00Z', zone: 'Europe/Paris' });
  const expected = new Map<string, { readonly title: string; readonly due: string }>();
  for (const [title, minutes, rule] of fc.sample(cases, { numRuns: ENTRIES, seed })) {
    const words = rule === undefined ? ['--when', `${minutes}m`] : [rule.startsWith('P') ? '--every' : '--cron', rule];
    const reply = await world.say('add', `x${title}`, ...words);
    assert.ok(reply.ok, reply.ok ? '' : reply.why);
    const entry = reply.value as { readonly id: string; readonly title: string; readonly due_at: string };
    expected.set(entry.id, { title: cleanLine(entry.title, 200), due: entry.due_at });
  }
  const reply = await world.say('list', '--ics', '--all');
  assert.ok(reply.ok);
  const text = `${reply.say}\n`;
  for (const line of text.split('\r\n')) {
    assert.ok(Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line) && !line.includes('\uFFFD'), line);
  }
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map(event => new ICAL.Event(event));
  const uids = new Set(events.map(({ uid }) => uid));
  assert.equal(uids.size, events.length);
  for (const [id, { title, due }] of expected) {
    const own = events.filter(({ uid }) => uid.startsWith(`${id}@`) || uid.startsWith(`${id}/`));
    const [first] = own.sort((a, b) => a.startDate.toJSDate().getTime() - b.startDate.toJSDate().getTime());
    assert.ok(first, title);
    assert.equal(first.startDate.toJSDate().toISOString(), due);
    assert.ok(
      own.every(({ summary }) => summary === title),
      `${JSON.stringify(first.summary)} for ${JSON.stringify(title)}`,
    );
    assert.equal(first.component.getAllSubcomponents('valarm').length, 1);
  }
  t.diagnostic(`${expected.size} entries, ${events.length} events`);
});
