// How the real tools keep their conversations, for fake agents: each takes the arguments and the input of a start, does
// to the tool's own files what the tool does, and gives { session } or { refuses } or, for a question, { answers }.
const { randomUUID } = require('node:crypto');
const { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync, appendFileSync } = require('node:fs');
const { join } = require('node:path');

const home = () => process.env[process.platform === 'win32' ? 'USERPROFILE' : 'HOME'];
const after = (args, flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
const valueOf = (args, flag) => args.find(arg => arg.startsWith(`${flag}=`))?.slice(flag.length + 1);

/** A folder of files whose names end with what the id of a conversation gives; such a file is made or gone on with. */
const begin = (folder, name, text) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
};
const namesIn = folder => (existsSync(folder) ? readdirSync(folder, { recursive: true }) : []);

exports.claude = args => {
  const folder = join(process.env.CLAUDE_CONFIG_DIR ?? join(home(), '.claude'), 'projects', 'here');
  const [given, known] = [after(args, '--session-id'), after(args, '--resume')];
  const isThere = id => existsSync(join(folder, `${id}.jsonl`));
  if (known !== undefined) return isThere(known) ? { session: known } : { refuses: 'No conversation found' };
  if (isThere(given)) return { refuses: `Session ID ${given} is already in use.` };
  begin(folder, `${given}.jsonl`, '{}\n');
  return { session: given };
};

exports.gemini = args => {
  const folder = join(home(), '.gemini', 'tmp', 'here', 'chats');
  const [given, known] = [after(args, '--session-id'), after(args, '--resume')];
  const isThere = id => namesIn(folder).some(name => name.endsWith(`-${id.slice(0, 8)}.jsonl`));
  if (known !== undefined) return isThere(known) ? { session: known } : { refuses: 'Error resuming session' };
  if (isThere(given)) return { refuses: `Session ID "${given}" already exists.` };
  begin(folder, `session-2026-11-24T09-17-${given.slice(0, 8)}.jsonl`, `{"sessionId":"${given}"}\n`);
  return { session: given };
};

exports.copilot = args => ({ session: after(args, '--session-id') });

exports.codex = (args, input) => {
  const root = join(process.env.CODEX_HOME ?? join(home(), '.codex'), 'sessions');
  const known = after(args, 'resume');
  if (known !== undefined) {
    const isThere = namesIn(root).some(name => name.endsWith(`-${known}.jsonl`));
    return isThere ? { session: known } : { refuses: 'no rollout found' };
  }
  const [id, now] = [randomUUID(), new Date()];
  const two = part => String(part).padStart(2, '0');
  const day = [String(now.getFullYear()), two(now.getMonth() + 1), two(now.getDate())];
  const meta = {
    id,
    timestamp: now.toISOString(),
    cwd: process.cwd(),
    base_instructions: { text: 'x'.repeat(20_000) },
  };
  const prompt = args.includes('--') ? args[args.indexOf('--') + 1] : input;
  const said = { type: 'message', role: 'user', content: [{ type: 'input_text', text: prompt }] };
  const lines = [
    { type: 'session_meta', payload: meta },
    { type: 'response_item', payload: said },
  ];
  const name = `rollout-${day.join('-')}T${two(now.getHours())}-00-00-${id}.jsonl`;
  begin(join(root, ...day), name, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
  return { session: id };
};

exports.opencode = (args, input) => {
  const folder = join(home(), '.local', 'share', 'opencode');
  const file = join(folder, 'sessions.jsonl');
  const all = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse) : [];
  if (args[0] === 'session')
    return { answers: JSON.stringify(all.map(({ id, created, directory }) => ({ id, created, directory })).reverse()) };
  if (args[0] === 'export') {
    const one = all.find(({ id }) => id === args[1]);
    return one
      ? { answers: JSON.stringify({ messages: [{ text: one.said }] }, undefined, 2) }
      : { refuses: 'not found' };
  }
  const known = after(args, '--session');
  if (known !== undefined) {
    return all.some(({ id }) => id === known) ? { session: known } : { refuses: 'Session not found' };
  }
  const id = `ses_${randomUUID().replaceAll('-', '')}`;
  const said = args[0] === 'run' ? input : valueOf(args, '--prompt');
  mkdirSync(folder, { recursive: true });
  // It takes the shell's word for where it is, as the real one does.
  appendFileSync(
    file,
    `${JSON.stringify({ id, created: Date.now(), directory: process.env.PWD ?? process.cwd(), said })}\n`,
  );
  return { session: id };
};
