// Stands in for the program of an agent that keeps conversations, and on Windows for every agent. It notes how it was called
// in NAME.calls.jsonl, then does what NAME.json says, both beside itself. Made and read by fakeAgent.ts.
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');

const own = __filename;
const {
  prints = 'fake agent',
  complains,
  waitsFor,
  exitCode = 0,
  reads = [],
  keeps,
  leaves,
} = JSON.parse(readFileSync(`${own}.json`, 'utf8'));

const readInput = async () => {
  // In a terminal the keyboard is the input, and it never ends.
  if (process.stdin.isTTY) return undefined;
  const parts = [];
  for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
};

const note = text => appendFileSync(`${own}.calls.jsonl`, `${JSON.stringify(text)}\n`);

const main = async () => {
  const input = await readInput();
  const { session, refuses, answers } = keeps ? require(keeps.module)[keeps.tool](process.argv.slice(2), input) : {};
  if (answers !== undefined) {
    process.stdout.write(answers);
    return;
  }
  note({
    arguments: process.argv.slice(2),
    folder: process.cwd(),
    env: Object.fromEntries(reads.flatMap(name => (name in process.env ? [[name, process.env[name]]] : []))),
    terminal: process.stdout.isTTY === true,
    pid: process.pid,
    ...(input === undefined ? {} : { input }),
    ...(session === undefined ? {} : { session }),
  });
  if (refuses !== undefined) {
    console.error(refuses);
    process.exitCode = 1;
    return;
  }
  console.log(prints);
  if (complains !== undefined) console.error(complains);
  // It ends with the folder it was made in, so that no test leaves one behind.
  const isAwaited = () => waitsFor !== undefined && !existsSync(waitsFor) && existsSync(own);
  while (isAwaited()) await new Promise(done => setTimeout(done, 25));
  for (const { path, text } of [leaves ?? []].flat()) writeFileSync(path, text);
  process.exitCode = exitCode;
};

void main();
