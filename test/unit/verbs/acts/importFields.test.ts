import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { fromIso } from '../../../../src/core/basics/time.ts';
import type { ImportReport } from '../../../../src/render/review/importText.ts';
import { emptyFolder } from '../../../support/folder.ts';
import { leavesOf, type Leaf } from '../../../support/leaves.ts';
import { createWorld, type World } from '../../../support/world.ts';

/**
 * The promise of issue 5: for each of the four systems a fixture imports with no field lost unreported, and twice with
 * none added. Every leaf of every record of the source has to be in its entry, or in the report.
 */
const FIXTURES = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'import');

type Raw = Readonly<Record<string, unknown>>;

/** What stands in the row for a leaf of the source; the same name and value where nothing is said here. */
type Rule = (value: unknown) => Leaf;

interface Imported {
  readonly world: World;
  readonly folder: string;
  readonly report: ImportReport;
}

async function imported(system: string): Promise<Imported> {
  const folder = await emptyFolder();
  const world = createWorld({ folder });
  const report = await world.value<ImportReport>('import', system, join(FIXTURES, system));
  return { world, folder, report };
}

/** The last row of an entry, with the run events of all of them. */
function rowOf(world: World, isIt: (row: Raw) => boolean): Raw {
  const rows = world.rows().filter(isIt);
  assert.ok(rows.length > 0, 'an entry for the record');
  return { ...rows.at(-1), runs: rows.map(row => row['run']) };
}

const sourceOf = (row: Raw): Raw => (row['imported'] ?? {}) as Raw;

/** What the report says of a file. */
const saysOf = ({ notes, changed, problems }: ImportReport, file: string): string =>
  [...notes, ...changed, ...problems].flatMap(note => (note.file === file ? [note.text] : [])).join('\n');

/** The leaves of a record that are neither in its entry nor in the report. */
function lost(record: unknown, entry: unknown, says: string, rules: Readonly<Record<string, Rule>>): readonly Leaf[] {
  const there = leavesOf(entry);
  const isThere = ([name, value]: Leaf): boolean => there.some(([other, own]) => other === name && isSame(own, value));
  return leavesOf(record).filter(
    ([name, value]) =>
      !isThere([name, value]) &&
      !(rules[name] && isThere(rules[name](value))) &&
      !(typeof value === 'string' && value.length > 2 && says.includes(value)) &&
      !says.includes(`${name} of its runs stays`),
  );
}

/** Equal, or two texts of one moment. */
function isSame(a: unknown, b: unknown): boolean {
  const at = (value: unknown): number | undefined =>
    typeof value === 'string' && /^\d{4}-/.test(value) ? fromIso(value)?.at : undefined;
  return a === b || (at(a) !== undefined && at(a) === at(b));
}

const as =
  (name: string): Rule =>
  value => [name, value];

async function twice({ world, report }: Imported, system: string): Promise<void> {
  const rows = world.rows().length;
  const again = await world.value<ImportReport>('import', system, join(FIXTURES, system));
  assert.deepEqual([again.added, again.files, again.changed], [[], [], []]);
  assert.equal(world.rows().length, rows, 'no row was added');
  assert.equal(again.already.length, report.added.length + report.files.length);
}

const linesOf = (path: string): readonly Raw[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap(line => {
      try {
        const value = JSON.parse(line) as Raw;
        return Array.isArray(value) ? [] : [value];
      } catch {
        return [];
      }
    });

describe('no field is lost unreported, and nothing comes twice', () => {
  it('from agent-defer', async () => {
    const all = await imported('agent-defer');
    const status = { scheduled: 'pending', completed: 'done' } as Record<string, string>;
    const rules: Record<string, Rule> = {
      run_at: as('due_at'),
      summary: as('message'),
      prompt_template: as('message'),
      cancel_reason: as('reason'),
      error: as('last_error'),
      status: value => ['status', status[String(value)]],
    };
    let seen = 0;
    for (const file of ['archive/deferred_202610.jsonl', 'deferred.jsonl']) {
      for (const record of linesOf(join(FIXTURES, 'agent-defer', file))) {
        const row = rowOf(all.world, one => {
          const { payload, id } = one as { payload: Raw; id: string };
          const summary = (record['context'] as Raw | undefined)?.['summary'] ?? record['summary'];
          return payload['message'] === summary && (id === record['id'] || sourceOf(one)['file'] === file);
        });
        const said = { ...row, prompt_template: (row['payload'] as Raw)['prompt'] };
        assert.deepEqual(lost(record, said, saysOf(all.report, file), rules), [], JSON.stringify(record));
        seen += 1;
      }
    }
    assert.equal(seen, 9);
    assert.equal(all.report.added.length, 9);
    assert.deepEqual(
      all.report.problems.map(({ file, line }) => `${file} ${line}`),
      ['deferred.jsonl 5', 'deferred.jsonl 8'],
    );
    await twice(all, 'agent-defer');
  });

  it('from duragent', async () => {
    const all = await imported('duragent');
    const status = { active: 'pending', completed: 'done' } as Record<string, string>;
    const rules: Record<string, Rule> = {
      at: as('due_at'),
      every_seconds: value => ['every', `PT${Number(value) / 3600}H`],
      expr: as('cron'),
      task: as('prompt'),
      status: value => ['status', status[String(value)]],
    };
    const runRules: Record<string, Rule> = {
      ts: value => ['at', new Date(Number(value)).toISOString()],
      status: value => ['exit_code', value === 'ok' ? 0 : 1],
    };
    const names = readdirSync(join(FIXTURES, 'duragent', 'schedules')).filter(name => name !== 'broken.yaml');
    for (const name of names) {
      const file = `schedules/${name}`;
      const record = parse(readFileSync(join(FIXTURES, 'duragent', file), 'utf8')) as Raw;
      const row = rowOf(all.world, one => sourceOf(one)['file'] === file);
      assert.deepEqual(lost(record, row, saysOf(all.report, file), rules), [], name);
    }
    assert.equal(names.length, 5);
    for (const name of readdirSync(join(FIXTURES, 'duragent', 'runs'))) {
      const runs = linesOf(join(FIXTURES, 'duragent', 'runs', name));
      const id = name.replace('.jsonl', '');
      const row = rowOf(all.world, one => one['id'] === id);
      assert.deepEqual(lost(runs, row, saysOf(all.report, `schedules/${id}.yaml`), runRules), [], name);
    }
    assert.deepEqual(
      all.report.problems.map(({ file }) => file),
      ['schedules/broken.yaml'],
    );
    await twice(all, 'duragent');
  });

  it('from A3S', async () => {
    const all = await imported('a3s');
    const partsOf = (text: string): Raw => {
      const [, head = '', body = ''] = /^---\n(.*?)^---\n(.*)$/ms.exec(text) ?? [];
      return { ...(parse(head) as Raw), body: body.trim() };
    };
    const rules: Record<string, Rule> = { cron: as('a3s_cron'), tz: as('a3s_tz') };
    for (const { file, from } of all.report.files) {
      const source = partsOf(readFileSync(join(FIXTURES, 'a3s', from), 'utf8'));
      const made = partsOf(readFileSync(join(all.folder, file), 'utf8'));
      assert.deepEqual(lost(source, made, saysOf(all.report, from), rules), [], file);
    }
    assert.equal(all.report.files.length, 5);
    const jobs = JSON.parse(readFileSync(join(FIXTURES, 'a3s', '.a3s', 'cron', 'jobs.json'), 'utf8')) as Raw[];
    const jobRules: Record<string, Rule> = { name: as('message'), command: as('summary'), schedule: as('cron') };
    for (const job of jobs) {
      const row = rowOf(all.world, one => one['id'] === job['id']);
      assert.deepEqual(lost(job, row, saysOf(all.report, '.a3s/cron/jobs.json'), jobRules), [], String(job['id']));
    }
    assert.deepEqual(
      all.report.problems.map(({ file }) => file),
      ['schedules/no-cron.md', 'schedules/notes.md', 'schedules/zero.md', '.a3s/cron/jobs.json'],
    );
    await twice(all, 'a3s');
  });

  it('from SF', async () => {
    const all = await imported('sf');
    const file = '.sf/schedule.jsonl';
    const latest = new Map(linesOf(join(FIXTURES, 'sf', file)).map(row => [row['id'], row]));
    for (const [id, record] of latest) {
      if (record['schemaVersion'] === 2) {
        continue;
      }
      const row = rowOf(all.world, one => (id === undefined ? one['title'] === record['title'] : one['id'] === id));
      assert.deepEqual(lost(record, row, saysOf(all.report, file), {}), [], String(id));
    }
    for (const name of ['M002', 'M003']) {
      const from = `.sf/milestones/${name}.yaml`;
      const { schedule, ...milestone } = parse(readFileSync(join(FIXTURES, 'sf', from), 'utf8')) as Raw;
      const rows = all.world.rows().filter(row => sourceOf(row)['file'] === from);
      const says = saysOf(all.report, from);
      const rules: Record<string, Rule> = { title: as('message') };
      for (const [index, item] of (schedule as unknown[]).entries()) {
        const row = rows[index];
        assert.deepEqual(
          row ? lost(item, row, says, rules) : [says.includes(`Item ${index + 1} of`)],
          row ? [] : [true],
        );
      }
      const left = Object.keys(milestone).filter(key => new RegExp(`there stay: .*${key}`).test(says));
      const kept = Object.entries(milestone).filter(([key]) => !left.includes(key));
      const whole = rows.map(row => ({ ...row, id: name, title: String((row['payload'] as Raw)['summary']).slice(6) }));
      assert.deepEqual(lost(Object.fromEntries(kept), whole, says, {}), [], name);
    }
    assert.equal(all.report.added.length, 9);
    await twice(all, 'sf');
  });
});
