import fc from 'fast-check';
import { automationCron, type AutomationSchedule } from '../../src/core/files/automationSchedule.ts';
import type { Automation } from '../../src/core/files/automationText.ts';

/** A text that is there once white space around it is left out, of any characters that UTF-8 has. */
const words = (unit: 'grapheme' | 'binary', most: number): fc.Arbitrary<string> =>
  fc
    .string({ unit, minLength: 1, maxLength: most })
    .map(text => text.trim())
    .filter(text => text !== '');

const id = fc
  .stringMatching(/^[a-z0-9](?:[a-z0-9.-]{0,30}[a-z0-9])?$/)
  .filter(text => !text.includes('--') && !text.includes('..'));

/** A record of this kind is one of the usual prototype, as those are that are read. */
const PLAIN = { noNullPrototype: true } as const;

const time = { hour: fc.nat(23), minute: fc.nat(59) };

/** Every kind of schedule that VS Code's Automations know. */
export const anySchedule: fc.Arbitrary<AutomationSchedule> = fc.oneof(
  fc.constantFrom({ kind: 'manual' as const }, { kind: 'hourly' as const }),
  fc.record({ kind: fc.constantFrom('daily' as const, 'weekdays' as const), ...time }, PLAIN),
  fc.record({ kind: fc.constant('weekly' as const), ...time, day: fc.nat(6) }, PLAIN),
);

/** An automation of any words. A text of several lines may have a fence of its own in it. */
export const anyAutomation: fc.Arbitrary<Automation> = fc
  .record({
    id,
    name: words('binary', 40),
    description: fc.option(words('grapheme', 40), { nil: undefined }),
    schedule: anySchedule,
    prompt: fc
      .array(fc.oneof(words('grapheme', 30), words('binary', 30), fc.constantFrom('---', '', '# Title', '- one')), {
        minLength: 1,
        maxLength: 6,
      })
      .map(lines => lines.join('\n').trim())
      .filter(text => text !== ''),
  })
  .map(({ description, ...one }) => ({ ...one, ...(description !== undefined && { description }) }));

/** An automation in the words of somebody who writes YAML by hand: other quotes, order, comments, line ends. */
export function handWritten(one: Automation): fc.Arbitrary<string> {
  const single = (text: string): string =>
    /[\p{Cc}\uFEFF\u2028\u2029\uFFFE\uFFFF\p{Surrogate}]/u.test(text)
      ? JSON.stringify(text)
      : `'${text.replaceAll("'", "''")}'`;
  const quoted = (text: string): fc.Arbitrary<string> =>
    fc.constantFrom(JSON.stringify(text), single(text), ...(/^[a-z][a-z ]*[a-z]$/.test(text) ? [text] : []));
  const cron = automationCron(one.schedule)
    ?.replace(/^\d+/, minute => minute.padStart(2, '0'))
    .replace(/ 0$/, ' 7');
  const rule =
    cron === undefined ? { kind: one.schedule.kind } : { kind: 'cron', timeZone: 'local', expression: `"${cron}"` };
  const lines = Object.entries(rule).map(([name, value]) => `${name}: ${value}`);
  const inside = fc.constantFrom(
    `schedule:\n${lines.map(line => `    ${line}`).join('\n')}`,
    `schedule: {${lines.join(', ')}}`,
  );
  const fields = fc
    .tuple(
      fc.constantFrom('version: 1', 'version: "1"', 'version: 01 # the first'),
      quoted(one.id).map(text => `id: ${text}`),
      quoted(one.name).map(text => `name:   ${text}`),
      ...(one.description === undefined ? [] : [quoted(one.description).map(text => `description: ${text}`)]),
      inside,
      fc.constantFrom('# A note', ''),
    )
    .chain(all => fc.shuffledSubarray(all, { minLength: all.length }));
  return fc
    .record({
      fields,
      fence: fc.constantFrom('---', '---  '),
      gap: fc.constantFrom('', '\n', '\n\n  \n'),
      end: fc.constantFrom('', '\n', '\n\n \t\n'),
      isCrlf: fc.boolean(),
    })
    .map(({ fields: all, fence, gap, end, isCrlf }) => {
      const head = `---\n${all.join('\n')}\n${fence}\n${gap}`;
      const turn = (text: string): string => (isCrlf ? text.replaceAll('\n', '\r\n') : text);
      return turn(head) + one.prompt + turn(end);
    });
}
