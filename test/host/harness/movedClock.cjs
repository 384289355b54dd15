// The clock of the process that loads this goes as far ahead as the file DEFER_TEST_CLOCK says, in ms: that of a
// window's extension host (besideExtension.ts) and of the command line in its terminals.
const { readFileSync } = require('node:fs');

const RealDate = Date;
let [ahead, lookedAt] = [0, -Infinity];

const now = () => {
  // Not at every call: there are thousands in a second.
  if (performance.now() - lookedAt > 20) {
    lookedAt = performance.now();
    try {
      ahead = Number(readFileSync(process.env.DEFER_TEST_CLOCK, 'utf8'));
    } catch {
      ahead = 0;
    }
  }
  return RealDate.now() + ahead;
};

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }
  static now() {
    return now();
  }
};
