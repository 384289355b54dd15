// Loads and activates one extension, with a stand-in for the editor, and says how long that took.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openFakeEditor } from '../test/support/fakeEditor.ts';

const [, , main = '', folder = ''] = process.argv;
const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
const { context } = openFakeEditor({ folder, manifest });
const load = createRequire(import.meta.url);
const start = performance.now();
const { activate } = load(main) as { activate(given: unknown): unknown };
await activate(context);
console.log(`activated in ${performance.now() - start}`);
process.exit();
