// npm run pictures: those of the README and of the walkthrough, and the moving one, from the real editor.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageExtension, root } from '../project.ts';
import { shrinkPicture } from './shrinkPicture.ts';

await packageExtension();
const files = ['opening', 'repeats', 'firstMinutes'].map(name => join('test', 'host', `${name}.test.ts`));
const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
const home = ['--import', pathToFileURL(join(root, 'test', 'support', 'home.ts')).href];
// Those tests that take pictures; what comes after them in their files counts on a window without.
const those = ['the first minutes', 'the picture of the README', 'one box takes'].map(
  name => `--test-name-pattern=${name}`,
);
const flags = ['--test', '--test-isolation=none', ...those];
const { status } = spawnSync(process.execPath, [quiet, ...home, ...flags, ...files], {
  ...{ cwd: root, stdio: 'inherit', env: { ...process.env, DEFER_PICTURE: '1' } },
});
for (const folder of ['docs/pictures', 'media/walkthrough']) {
  for (const name of readdirSync(join(root, folder))) {
    if (name.endsWith('.png')) shrinkPicture(join(root, folder, name));
    console.log(`${folder}/${name}  ${(statSync(join(root, folder, name)).size / 1024).toFixed(0)} KB`);
  }
}
console.log('The whole windows, step by step, are in test-results/pictures.');
process.exitCode = status ?? 1;
