// Reads the schedule of a folder once, in Defer's way or in the plain one, for whoever measures the process.
import { openLedger, readAndParse } from './reading.ts';

const [, , how = '', folder = ''] = process.argv;
if (how === 'parse') {
  await readAndParse(folder);
} else {
  const schedule = await openLedger(folder).look();
  console.log(schedule.open.length, schedule.problems().length);
}
