// One of several processes that add rows at once, and say each id once it is written:
// writer FOLDER NAME COUNT CHARACTERS
import { FileLog } from '../../src/store/log/fileLog.ts';

const [folder = '', name = '', count = '0', characters = '0'] = process.argv.slice(2);
const log = new FileLog(folder);
for (let index = 0; index < Number(count); index += 1) {
  const id = `${name}-${index}`;
  await log.append([JSON.stringify({ id, x: name.slice(0, 1).repeat(Number(characters)) })]);
  process.stdout.write(`${id}\n`);
}
