/** Whether a segment of a pattern stands for one name only. */
export const isLiteral = (segment: string): boolean => !/[*?]/.test(segment);

/** Whether a name fits a segment; in time that grows with the product of their lengths, whatever the pattern is. */
export function fitsName(segment: string, name: string): boolean {
  if (name.startsWith('.') && !segment.startsWith('.')) {
    return false;
  }
  let [at, inName] = [0, 0];
  let [star, starName] = [-1, 0];
  while (inName < name.length) {
    const wanted = segment[at];
    if (wanted === '*') {
      [star, starName] = [at, inName];
      at += 1;
    } else if (wanted !== undefined && (wanted === '?' || wanted === name[inName])) {
      at += 1;
      inName += 1;
    } else if (star >= 0) {
      starName += 1;
      [at, inName] = [star + 1, starName];
    } else {
      return false;
    }
  }
  while (segment[at] === '*') {
    at += 1;
  }
  return at === segment.length;
}
