import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const source = join(import.meta.dirname, '..', '..', 'src');
const READER = join('core', 'basics', 'time.ts');

/**
 * `Date.parse` and `new Date(text)` take a time without an offset for one of the machine's zone, and most of what is no
 * time for one. The file means UTC (FORMAT.md, "A row"), so there is one reader, `fromIso`; `toDate` takes a number
 * only.
 */
test('text becomes a time in one place only', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
  assert.ok(files.includes(READER));
  const found = files
    .filter(file => file !== READER)
    .flatMap(file =>
      readFileSync(join(source, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (/\bDate\.parse\b|\bnew Date\s*\(/.test(line) ? [`${file}:${index + 1}`] : [])),
    );
  assert.deepEqual(found, []);
});
