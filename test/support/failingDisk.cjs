// Lets one call of the file system fail in the process that loads this, as a disk would that is full or broken. Only calls
// about files below DEFER_FAULT_IN count. DEFER_FAULT_AT: which of them, from 1 on. DEFER_FAULT: the code of the error, or
// `short` for a write that takes only a part. The file DEFER_FAULT_MET is made once it was met.
const fs = require('node:fs');
const { sep } = require('node:path');

const { DEFER_FAULT_IN = '', DEFER_FAULT_AT, DEFER_FAULT, DEFER_FAULT_MET } = process.env;
const places = DEFER_FAULT_IN.split(':');
const wanted = Number(DEFER_FAULT_AT);
const mark = fs.writeFileSync;
const descriptors = new Set();
let count = 0;

const isInside = path => typeof path === 'string' && places.some(place => path.startsWith(place + sep));

/** Whether this call is the one. A short write can only be a write. */
const isNow = isWrite => {
  if (DEFER_FAULT === 'short' && !isWrite) return false;
  count += 1;
  if (count !== wanted) return false;
  mark(DEFER_FAULT_MET, '');
  return true;
};

const fault = (name, path) =>
  Object.assign(new Error(`${DEFER_FAULT}: made to fail, ${name} '${path}'`), {
    code: DEFER_FAULT,
    errno: -5,
    syscall: name,
    path: String(path),
  });

const cut = given => {
  const [fd, data, offset = 0, length = data.length - offset, ...rest] = given;
  return typeof data === 'string'
    ? [fd, data.slice(0, data.length >> 1)]
    : [fd, data, offset, Math.max(1, length >> 1), ...rest];
};

const SYNC = [
  ...['openSync', 'writeSync', 'readSync', 'closeSync', 'fstatSync', 'fsyncSync', 'ftruncateSync', 'lstatSync'],
  ...['statSync', 'mkdirSync', 'renameSync', 'unlinkSync', 'rmSync', 'readFileSync', 'writeFileSync', 'readdirSync'],
  ...['linkSync', 'copyFileSync', 'realpathSync', 'appendFileSync', 'chmodSync', 'fchmodSync', 'accessSync'],
];
for (const name of SYNC) {
  const real = fs[name];
  const stand = (first, ...rest) => {
    const counts = typeof first === 'number' ? descriptors.has(first) : isInside(first);
    if (counts && name !== 'closeSync' && isNow(name === 'writeSync')) {
      if (DEFER_FAULT === 'short') return real(...cut([first, ...rest]));
      throw fault(name, first);
    }
    const answer = real(first, ...rest);
    if (name === 'openSync' && counts) descriptors.add(answer);
    if (name === 'closeSync') descriptors.delete(first);
    return answer;
  };
  fs[name] = Object.assign(stand, real);
}

const { promises } = fs;
for (const name of [
  'open',
  'stat',
  'lstat',
  'mkdir',
  'rename',
  'unlink',
  'rm',
  'readFile',
  'writeFile',
  'readdir',
  'realpath',
  'link',
  'copyFile',
  'access',
  'appendFile',
  'chmod',
]) {
  const real = promises[name];
  promises[name] = async (first, ...rest) => {
    const counts = isInside(first);
    if (counts && isNow(false)) throw fault(name, first);
    const answer = await real(first, ...rest);
    if (name !== 'open' || !counts) return answer;
    for (const method of [
      'write',
      'read',
      'stat',
      'sync',
      'truncate',
      'readFile',
      'writeFile',
      'appendFile',
      'chmod',
      'utimes',
    ]) {
      const own = answer[method]?.bind(answer);
      if (own === undefined) continue;
      answer[method] = async (...given) => {
        if (!isNow(method === 'write')) return own(...given);
        if (DEFER_FAULT === 'short') {
          const [data, offset = 0, length = data.length - offset, ...more] = given;
          return typeof data === 'string'
            ? own(data.slice(0, data.length >> 1))
            : own(data, offset, Math.max(1, length >> 1), ...more);
        }
        throw fault(method, first);
      };
    }
    return answer;
  };
}
