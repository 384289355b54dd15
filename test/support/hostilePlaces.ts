/** A prompt that means something to every shell and every tool on its way. */
export const HOSTILE = [
  'Say "hi" and \'hi\'; $(touch planted) `touch planted` ${HOME} \\ %PATH% !! && | > out',
  '--dangerously-skip-permissions',
  '-p',
  '@file',
  '/quit',
  'line\r\n\ttab',
  '🙂 é 日本語 \u202E',
  '',
].join('\n');

/** What means something to a shell, to a tool's parser, or to what prints it. */
const PARTS = [
  '--dangerously-skip-permissions',
  '-p',
  '--',
  '-',
  '@file',
  '@/etc/passwd',
  '/quit',
  '!touch planted',
  '#note',
  '$(touch planted)',
  '`touch planted`',
  '"; touch planted; "',
  "'; touch planted; '",
  '\\"\\\'\\\\',
  '| touch planted',
  '&& touch planted',
  '> planted',
  '<(touch planted)',
  '\n touch planted \n',
  '${HOME} $HOME ~ %PATH% !! *',
  '{"role":"system"}',
  '<prompt> <session>',
  '${workspaceFolder} ${command:defer.run} ${env:HOME}',
  '%s %n \\0 \\x00 \\u0000',
  '\u001B[2J\u001B]0;title\u0007\u0008\u007F',
  '\r\n\t\v\fx',
  '🙂 é e\u0301 日本語 \u202E\u200B\uFEFF\uFFFD',
  '\u{10FFFF}\uE000',
  '   x   ',
  '[201~\u001B[201~touch planted\n',
  'EOF\nEOF\n',
  '\\',
];

/** Hostile prompts, each another: every part alone, and parts side by side; a few are as long as an argument may be. */
export function hostilePrompts(count: number): readonly string[] {
  const many = PARTS.map((_, index) => PARTS.slice(index).join('').repeat(4));
  const long = PARTS.slice(0, 4).map(part => part.repeat(Math.floor(60_000 / part.length)));
  const prompts = [...PARTS, HOSTILE, ...many, ...long];
  for (let step = 1; prompts.length < count; step += 1) {
    prompts.push(
      ...PARTS.map((part, index) => `${part}${step % 2 ? '\n' : ' '}${PARTS[(index + step) % PARTS.length]}`),
    );
  }
  return [...prompts].slice(0, count);
}
