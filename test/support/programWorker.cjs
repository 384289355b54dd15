// Runs a program of CommonJS again and again in one process, each time as if it had just been started: with its modules
// loaded anew, and the words, the folder and the environment that it is told (programWorker.ts). Most of what a small
// program costs is the start of Node. A program has ended when nothing holds the event loop any more, as with Node
// itself; one that throws ends this process, and the next one begins in another.
'use strict';
const { writeSync } = require('node:fs');

const { prototype } = module.constructor;
const own = { globals: Object.getOwnPropertyDescriptors(globalThis), compile: prototype._compile };
const emitters = [process, process.stdout, process.stderr];

/** The listeners of an emitter, by event. */
const listenersOf = emitter => new Map(emitter.eventNames().map(name => [name, emitter.rawListeners(name)]));

/** Takes away the listeners that came since; gives those. */
const removeNew = (emitter, before) => {
  const added = new Map();
  for (const [name, listeners] of listenersOf(emitter)) {
    const known = new Set(before.get(name));
    added.set(
      name,
      listeners.filter(listener => !known.has(listener)),
    );
    for (const listener of added.get(name)) emitter.removeListener(name, listener);
  }
  return added;
};

/** What is to be put back when the program has ended; undefined while none runs. */
let running;

const begin = ({ program, words, folder, env, mark }) => {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(folder);
  process.argv = [process.execPath, program, ...words];
  process.exitCode = undefined;
  for (const path of Object.keys(require.cache)) if (path !== __filename) delete require.cache[path];
  running = { mark, before: emitters.map(listenersOf) };
  // It must not hold the loop that the program is to leave.
  process.channel.unref();
  require(program);
};

const end = () => {
  if (running === undefined) return;
  const { mark, before } = running;
  const code = process.exitCode ?? 0;
  const [ofProcess] = emitters.map((emitter, index) => removeNew(emitter, before[index]));
  for (const listener of ofProcess.get('exit') ?? []) listener.call(process, code);
  for (const key of Reflect.ownKeys(globalThis)) if (!(key in own.globals)) Reflect.deleteProperty(globalThis, key);
  globalThis.setTimeout = own.globals.setTimeout.value;
  prototype._compile = own.compile;
  running = undefined;
  process.exitCode = 0;
  process.channel.ref();
  for (const output of [1, 2]) writeSync(output, mark);
  process.send({ code });
};

process.on('beforeExit', end);
process.on('message', begin);
process.on('disconnect', () => process.exit());
