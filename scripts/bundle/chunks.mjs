// Which module goes into which file of dist/. Every module is shipped once; what starts together stands together.
import { basename, join, relative, sep } from 'node:path';

/** What is loaded by the acts that are called most. */
const WRITING = ['cli/start/startWriting.ts', 'store/log/append.ts', 'core/rows/encode.ts'];

/** What is loaded to act. */
const ACTING = [
  'cli/start/startActing.ts',
  'store/log/append.ts',
  'core/rows/encode.ts',
  'store/files/fileChange.ts',
  'store/events/processLink.ts',
  'render/view/runEndText.ts',
  'runner/exec/keptEnd.ts',
];

/** What is loaded to look or to act, where an entry, a word or a row of the window asks for it. */
const LATE = [
  'store/checkpoint/checkpoints.ts',
  'runner/home/alive.ts',
  'vscode/tree/treeItems.ts',
  'vscode/tree/treeRows.ts',
  'vscode/say/dueTitles.ts',
  'vscode/history/historyRows.ts',
  'vscode/doors/lateDoors.ts',
  'store/events/lookout.ts',
  'core/repeat/repeat.ts',
  'core/when/parseMoment.ts',
  'store/files/switchFile.ts',
  'store/files/placeSchedule.ts',
  'store/files/scheduleFiles.ts',
  'store/files/heartbeatFile.ts',
];

/**
 * The chunks, in order: a module goes into the first one that takes it. A chunk takes what its `roots` import, directly
 * or not, and with `within` only what those import as well. So a module never stands in a later chunk than its importer,
 * no two chunks need each other, and what starts often never loads what is large and rare. The bundler makes chunks of
 * its own for what is left: each is loaded by one `import()`.
 *
 * `vscode-` begins the names of those that only the editor loads; the npm package goes without them.
 */
const CHUNKS = [
  // To read a schedule: what the window and `defer list` have in common, and the language, which the window sets.
  { name: 'look', roots: ['extension.ts'], within: ['cli/start/startLooking.ts', 'core/basics/language.ts'] },
  // What a window holds from its opening on; it becomes dist/extension.js.
  { name: 'window', roots: ['extension.ts'] },
  // Parts of all that is loaded late, so that none of it loads another for their sake: those that a list needs as well,
  // then the others.
  { name: 'rows', roots: LATE, within: ['cli/start/startLooking.ts'] },
  { name: 'parts', roots: LATE, within: ACTING },
  // To show entries in rows.
  {
    name: 'vscode-rows',
    roots: [
      'vscode/tree/treeItems.ts',
      'vscode/tree/treeRows.ts',
      'vscode/say/dueTitles.ts',
      'vscode/history/historyRows.ts',
    ],
  },
  // To offer things where they can be done.
  { name: 'vscode-doors', roots: ['vscode/doors/lateDoors.ts'] },
  // `defer status`, which prompts call, and what `defer list` starts with as well.
  { name: 'status', roots: ['cli/start/startStatus.ts'] },
  { name: 'list', roots: ['cli/start/startLooking.ts'] },
  // Parts of what acts that only show conversations as well.
  { name: 'conversation-parts', roots: ['vscode/conversations/conversationParts.ts'], within: ACTING },
  // `defer add` and `defer done`, then all acts.
  { name: 'write', roots: WRITING },
  { name: 'act', roots: ACTING },
  // To find programs and ask git.
  { name: 'programs', roots: ['store/events/lookout.ts'], within: ['runner/start/editorLauncher.ts'] },
  { name: 'events', roots: ['store/events/lookout.ts', 'store/events/folderState.ts'] },
  // To begin with a checkpoint.
  { name: 'checkpoint', roots: ['store/checkpoint/checkpoint.ts', 'store/log/readKept.ts'] },
  // cron-parser with luxon, then chrono, then yaml.
  { name: 'rules', roots: ['core/repeat/repeat.ts'] },
  { name: 'times', roots: ['core/when/parseMoment.ts'] },
  { name: 'yaml', roots: ['store/files/switchFile.ts', 'store/files/placeSchedule.ts'] },
  // What a run of the heartbeat leaves behind; every run loads it.
  { name: 'heartbeat', roots: ['store/files/heartbeatFile.ts'] },
  { name: 'files', roots: ['store/files/scheduleFiles.ts'] },
  { name: 'import', roots: ['verbs/import/takeOver.ts', 'verbs/look/otherStore.ts'] },
  // The stores of agents, for runs and for those who only look at conversations.
  { name: 'stores', roots: ['runner/conversations/openConversations.ts'], within: ['runner/start/editorLauncher.ts'] },
  { name: 'run', roots: ['runner/start/editorLauncher.ts', 'runner/handoffDesk.ts'] },
  // What runs in worktrees left, and what is done with it.
  { name: 'results', roots: ['runner/results/localResults.ts'] },
  { name: 'vscode-results', roots: ['vscode/results/resultParts.ts'] },
  // The conversations that agents keep, then what shows them.
  { name: 'conversations', roots: ['runner/conversations/openConversations.ts'] },
  { name: 'vscode-conversations', roots: ['vscode/conversations/conversationParts.ts'] },
  // The tools for agents: the editor's own, and those of the MCP server.
  { name: 'tools', roots: ['mcp/server.ts'], within: ['vscode/wiring/desk.ts'] },
  { name: 'commands', roots: ['cli/parse/commandLine.ts', 'cli/start/otherCalls.ts'] },
  {
    name: 'vscode-act',
    roots: ['vscode/wiring/desk.ts', 'vscode/run/automaticRuns.ts', 'vscode/document/scheduleDocument.ts'],
  },
];

/** The entries of the build, by what they become. The bundler lets nothing but `window` share a file with one. */
export const ENTRIES = { extension: 'src/extension.ts', cli: 'src/cli/start/main.ts' };

/** The chunk of each module, as the bundler asks for it: by the module's id, with what it knows of all modules. */
export function chunksOf(source) {
  const closures = new Map();
  const closureOf = (root, graph) => {
    const known = closures.get(root);
    if (known) return known;
    const found = new Set();
    const walk = id => {
      const module = graph.getModuleInfo(id);
      if (found.has(id) || !module || module.isExternal) return;
      found.add(id);
      module.importedIds.forEach(walk);
    };
    const id = join(source, ...root.split('/'));
    if (!graph.getModuleInfo(id))
      throw new Error(`scripts/bundle/chunks.mjs names ${root}, and nothing imports such a file.`);
    walk(id);
    closures.set(root, found);
    return found;
  };
  return (id, graph) => {
    // Whoever needed something of the command line's entry would start it.
    if (id === join(source, 'cli', 'start', 'main.ts')) return null;
    const has = root => closureOf(root, graph).has(id);
    return CHUNKS.find(({ roots, within = roots }) => roots.some(has) && within.some(has))?.name ?? null;
  };
}

/** Under which name a chunk is written. */
export const fileNameOf = source => chunk =>
  chunk.moduleIds.some(id => id.startsWith(join(source, 'vscode') + sep)) && !chunk.name.startsWith('vscode-')
    ? `chunks/vscode-${chunk.name}.js`
    : `chunks/${chunk.name}.js`;

/** All files that are loaded with one of them, itself included, by what each imports. */
export function loadedWith(name, files) {
  const found = new Set();
  const walk = one => {
    const file = files.get(one);
    if (!file || found.has(one)) return;
    found.add(one);
    // Without what was named and is not used after all (plainModules.mjs).
    file.imports.filter(other => file.code.includes(basename(other))).forEach(walk);
  };
  walk(name);
  return [...found];
}

/** What is wrong with how these chunks (by file name, as the bundler describes them) depend on each other. */
export function faultsOf(files, source) {
  const faults = [];
  const reached = new Set();
  const reach = name => {
    if (reached.has(name) || !files.has(name)) return;
    reached.add(name);
    [...files.get(name).imports, ...files.get(name).dynamicImports].forEach(reach);
  };
  reach('cli.js');
  const homes = new Map();
  for (const [name, { code, imports, dynamicImports, moduleIds, modules }] of files) {
    // What is kept compiled (cli/start/compileCache.ts) can require, and not import.
    if (/\bimport\(/.test(code)) faults.push(`${name} imports a module while it runs. Import one of Node's plainly.`);
    if ([...imports, ...dynamicImports].includes('cli.js')) faults.push(`${name} needs cli.js, which would start it.`);
    if (reached.has(name) && imports.includes('vscode'))
      faults.push(`The command line reaches ${name}, which needs vscode.`);
    if (imports.some(one => one !== name && loadedWith(one, files).includes(name)))
      faults.push(`${name} needs itself.`);
    for (const id of moduleIds.filter(one => modules[one].renderedLength > 0)) {
      if (homes.has(id)) faults.push(`${relative(source, id)} is both in ${homes.get(id)} and in ${name}.`);
      homes.set(id, name);
    }
  }
  return faults;
}
