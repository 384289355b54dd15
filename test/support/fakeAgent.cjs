// Stands in for an agent's program. It notes how it was called in NAME.calls.jsonl beside itself, then does what
// NAME.json beside itself says: { prints, complains, waitsFor, exitCode }. Made and read by fakeAgent.ts.
const { appendFileSync, existsSync, readFileSync } = require('node:fs');

const own = __filename;
const {
  prints = 'fake agent',
  complains,
  waitsFor,
  exitCode = 0,
  reads = [],
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
  note({
    arguments: process.argv.slice(2),
    folder: process.cwd(),
    env: Object.fromEntries(reads.flatMap(name => (name in process.env ? [[name, process.env[name]]] : []))),
    terminal: process.stdout.isTTY === true,
    pid: process.pid,
    ...(input === undefined ? {} : { input }),
  });
  console.log(prints);
  if (complains !== undefined) console.error(complains);
  while (waitsFor !== undefined && !existsSync(waitsFor)) await new Promise(done => setTimeout(done, 25));
  process.exitCode = exitCode;
};

void main();
