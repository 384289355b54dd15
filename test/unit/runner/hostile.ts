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
