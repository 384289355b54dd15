// Writes vectors.json.br anew from Python's answer: node test/campaign/dst/writeVectors.ts
import { askPython, keep } from './oracle.ts';

const answer = askPython();
if (!answer) {
  throw new Error('python3 with zone data is needed to write the vectors.');
}
keep(answer);
console.log(`Vectors written with tzdata ${answer.tzdata}.`);
