import { findBrowser } from '../../browser.ts';
import { installEditor, OLDEST } from '../../editorServer.ts';
import { packageExtension } from '../../project.ts';
import { partsInEditor } from '../../testFiles.ts';
import { sumOf, type PlatformStage } from '../stage.ts';
import { runTests } from '../testRun.ts';

/** All tests of the editor, in the oldest supported editor that can be installed. */
export const floorStage: PlatformStage = {
  name: 'floor',
  about: 'the tests of the editor, in VS Code 1.103.2',
  where: 'VS Code 1.103, and editors built on it',
  works: 'everything',
  run: async () => {
    await packageExtension();
    await installEditor(OLDEST);
    await findBrowser();
    return sumOf(await Promise.all(partsInEditor().map(files => runTests(files, { DEFER_EDITOR: OLDEST }))));
  },
};
