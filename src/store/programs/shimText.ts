import type { PlatformPath } from 'node:path';

/** A shim: a Windows batch file that does nothing but start a program. npm puts one on PATH for each of its tools. */
export interface Shim {
  /**
   * The programs that it may start, as absolute paths or as names to look up on PATH. The first that exists is started.
   */
  readonly programs: readonly string[];
  /** The arguments that it puts before those that it passes on. */
  readonly args: readonly string[];
  /** Those arguments that are paths of files. */
  readonly scripts: readonly string[];
  /**
   * The variables that it sets. `%NAME%` in a value stands for the variable's earlier value. Where there are two
   * values, the one without it is used if the variable was not set.
   */
  readonly sets: readonly (readonly [name: string, value: string])[];
}

/** The longest text that is read as a shim, in characters. */
const LONGEST = 8192;

/** Lines that do not affect what is started. */
const FRAME: ReadonlySet<string> = new Set([
  'echo off',
  'setlocal',
  'endlocal',
  'goto start',
  ':start',
  'call :find_dp0',
  ':find_dp0',
  'set dp0=%~dp0',
  'exit /b',
  'exit /b %errorlevel%',
  'if not defined node_path (',
  ') else (',
  ')',
  'set pathext=%pathext:;.js;=;%',
]);

/**
 * What may come before the call on its line. npm's shims first make cmd.exe leave the batch file, so that Ctrl-C asks
 * nothing.
 */
const BEFORE_CALL =
  /^(?:endlocal & goto #_undefined_# 2>nul \|\| title %comspec% & )?(?:set pathext=%pathext:;\.js;=;% & )?/i;

const OWN = /^%(?:~dp0|dp0%)[\\/]*/i;
const ABSOLUTE = /^[a-z]:[\\/][^%"!]*$/i;
const NAME = /^\w[\w.-]*$/;
const PLAIN = /^[\w./\\:=@+,-]+$/;
/** The built-in commands of cmd.exe, which go before programs of the same name. */
const BUILT_IN = new Set(
  (
    'assoc break call cd chdir cls color copy date del dir echo endlocal erase exit for ftype goto if md mkdir mklink move ' +
    'path pause popd prompt pushd rd rem ren rename rmdir set setlocal shift start time title type ver verify vol'
  ).split(' '),
);
/** Variables that a shim must not set, because they would choose another program. */
const NEVER_SET = /^(?:path|pathext|comspec|systemroot|dp0)$/i;

/**
 * Reads a batch file as a shim. It knows the shims of npm (the short form and both long forms), of pnpm and yarn
 * (`@zkochan/cmd-shim`), of volta, and others that are as plain. Undefined where it does not know a line. `path`: the
 * path by which the batch file is called.
 */
export function readShim(text: string, path: string, paths: PlatformPath): Shim | undefined {
  if (text.length > LONGEST) {
    return undefined;
  }
  const programs: string[] = [];
  const tested: string[] = [];
  const sets: (readonly [string, string])[] = [];
  const calls: (readonly string[])[] = [];
  const expand = (word: string): string | undefined => expandWord(word, path, paths);
  for (const line of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map(each => each.trim().replace(/^@\s*/, ''))) {
    if (line === '' || FRAME.has(line.toLowerCase()) || /^rem\b[^&|<>^]*$/i.test(line)) {
      continue;
    }
    const test = /^if exist "([^"]+)" \($/i.exec(line)?.[1];
    const [, quoted, bare] = /^set (?:"([^"]+)"|([^"&|<>^]+))$/i.exec(line) ?? [];
    const set = quoted ?? bare;
    if (test !== undefined) {
      tested.push(expand(test) ?? '');
    } else if (set === undefined) {
      const words = wordsOf(line.replace(BEFORE_CALL, ''));
      if (!words) {
        return undefined;
      }
      const [program = '', ...rest] = words;
      if (program !== '%_prog%') {
        programs.push(expand(program) ?? '');
      }
      calls.push(rest);
    } else {
      const at = set.indexOf('=');
      const [name, value] = [set.slice(0, at), set.slice(at + 1)];
      if (name.toLowerCase() === '_prog') {
        programs.push(expand(value) ?? '');
      } else if (isSettable(name, value)) {
        sets.push([name, value]);
      } else {
        return undefined;
      }
    }
  }
  const [call] = calls;
  const args = call?.map(expand) ?? [];
  const isWhole =
    call !== undefined &&
    calls.every(each => JSON.stringify(each) === JSON.stringify(call)) &&
    programs.length > 0 &&
    programs.every(each => (NAME.test(each) && !BUILT_IN.has(each.toLowerCase())) || ABSOLUTE.test(each)) &&
    tested.every(each => programs.includes(each));
  return isWhole && args.every(word => word !== undefined)
    ? { programs: [...new Set(programs)], args, scripts: args.filter(word => ABSOLUTE.test(word)), sets }
    : undefined;
}

/** A call that passes on all arguments. Its words may stand in quotes. */
const CALL = /^((?:(?:"[^"]*"|[^\s"]+)\s+)+)%\*$/;

/** The words of such a call, without quotes and without the passed-on arguments. Undefined for anything else. */
function wordsOf(call: string): readonly string[] | undefined {
  const words = CALL.exec(call)?.[1]?.match(/"[^"]*"|[^\s"]+/g) ?? undefined;
  return words?.every(word => word.startsWith('"') || PLAIN.test(word) || word === '%~n0') === true
    ? words.map(word => word.replace(/^"(.*)"$/, '$1'))
    : undefined;
}

/** A word as cmd.exe expands it. Undefined where that depends on anything but the shim's place. */
function expandWord(word: string, path: string, paths: PlatformPath): string | undefined {
  if (word === '%~n0') {
    return paths.basename(path, paths.extname(path));
  }
  const whole = OWN.test(word) ? paths.join(paths.dirname(path), word.replace(OWN, '')) : word;
  return /[%!]/.test(word.replace(OWN, '')) ? undefined : whole;
}

const isSettable = (name: string, value: string): boolean =>
  /^\w+$/.test(name) && !NEVER_SET.test(name) && !/[%!^]/.test(value.replaceAll(`%${name}%`, ''));
