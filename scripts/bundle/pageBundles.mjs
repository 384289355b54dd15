// What runs in the pages of the editor: a bundle of its own for the browser, with every module shipped once, and styles.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';

/** The script of each page, by its name; the style of that name lies beside it. */
export const PAGES = {
  entry: 'src/page/entry/entryPage.ts',
  approval: 'src/page/approval/approvalPage.ts',
  agenda: 'src/page/agenda/agendaPage.ts',
};

/** Under which folder of `dist` all of it stands. */
const FOLDER = 'media';

/**
 * Makes the scripts and styles of the pages: by path in `dist`, the code and the modules that went in (as the bundler
 * says them).
 */
export async function bundlePages(root) {
  const made = await rolldown({
    cwd: root,
    input: PAGES,
    platform: 'browser',
    tsconfig: join(root, 'src', 'page', 'tsconfig.json'),
    transform: { target: 'es2022' },
    onLog: (level, log) => {
      throw new Error(log.message);
    },
  });
  const { output } = await made.generate({
    format: 'esm',
    minify: true,
    entryFileNames: `${FOLDER}/[name].js`,
    chunkFileNames: `${FOLDER}/[name].js`,
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: { groups: [{ name: 'page', test: /[\\/]node_modules[\\/]|[\\/]page[\\/]base[\\/]/ }] },
  });
  await made.close();
  const styles = readdirSync(join(root, 'src', 'page'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.css'))
    .map(name => ({
      fileName: `${FOLDER}/${basename(name)}`,
      code: readFileSync(join(root, 'src', 'page', name), 'utf8'),
      ...{ imports: [], dynamicImports: [], modules: {} },
    }));
  return new Map([...output, ...styles].map(file => [file.fileName, file]));
}
