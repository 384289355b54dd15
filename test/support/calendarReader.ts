import assert from 'node:assert/strict';
import type { World } from './world.ts';

/** One component of a calendar: its properties by name with parameters cut off, and those within it. */
export interface Component {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly within: readonly Component[];
}

/** A small reader of iCalendar (RFC 5545), written from the RFC alone: lines, folding, escapes, nesting. */
function readCalendar(text: string): Component {
  assert.ok(text.endsWith('\r\n'), 'the last line is ended');
  for (const line of text.split('\r\n')) {
    assert.ok(Buffer.byteLength(line) <= 75, `no line is longer than 75 bytes: ${line}`);
    assert.ok(!/[\r\n]/.test(line), 'every line end is CR LF');
  }
  const lines = text
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .slice(0, -1);
  const read = (): Component => {
    const [, name = ''] = /^BEGIN:(\w+)$/.exec(lines.shift() ?? '') ?? [];
    const properties = new Map<string, string>();
    const within: Component[] = [];
    for (;;) {
      const line = lines[0];
      assert.ok(line !== undefined, `${name} ends`);
      if (line === `END:${name}`) {
        lines.shift();
        return { name, properties, within };
      }
      if (line.startsWith('BEGIN:')) {
        within.push(read());
        continue;
      }
      const [, key = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? [];
      assert.ok(key !== '', `a property: ${line}`);
      properties.set(
        key,
        value.replace(/\\([nN,;\\])/g, (_, one: string) => (/n/i.test(one) ? '\n' : one)),
      );
      lines.shift();
    }
  };
  const calendar = read();
  assert.deepEqual(lines, [], 'one calendar and nothing else');
  return calendar;
}

/** The events of the calendar that a world gives. */
export async function calendarOf(world: World, ...more: readonly string[]): Promise<readonly Component[]> {
  const reply = await world.say('list', '--ics', ...more);
  assert.ok(reply.ok);
  // The command line ends what it says with a line feed.
  const calendar = readCalendar(`${reply.say}\n`);
  assert.equal(calendar.name, 'VCALENDAR');
  assert.equal(calendar.properties.get('VERSION'), '2.0');
  assert.ok(calendar.properties.get('PRODID'));
  return calendar.within.filter(({ name }) => name === 'VEVENT');
}

/** One property of each event. */
export const valuesOf = (events: readonly Component[], name: string): readonly (string | undefined)[] =>
  events.map(({ properties }) => properties.get(name));
