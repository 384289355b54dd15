/** A line of a difference: in both texts, only in the old one, or only in the new one. */
export interface DiffLine {
  readonly kind: 'same' | 'old' | 'new';
  readonly text: string;
}

/** More cells than this are not gone through: what differs is then shown as one block out and one in. */
const MOST_CELLS = 4_000_000;

/** How two texts differ, line by line, by their longest common subsequence. */
export function lineDiff(old: readonly string[], current: readonly string[]): readonly DiffLine[] {
  const shortest = Math.min(old.length, current.length);
  let head = 0;
  while (head < shortest && old[head] === current[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < shortest - head && old[old.length - 1 - tail] === current[current.length - 1 - tail]) {
    tail += 1;
  }
  const as = (kind: DiffLine['kind'], lines: readonly string[]): readonly DiffLine[] =>
    lines.map(text => ({ kind, text }));
  const [from, to] = [old.slice(head, old.length - tail), current.slice(head, current.length - tail)];
  const middle =
    from.length * to.length > MOST_CELLS ? [...as('old', from), ...as('new', to)] : changesBetween(from, to);
  return [...as('same', old.slice(0, head)), ...middle, ...as('same', old.slice(old.length - tail))];
}

function changesBetween(from: readonly string[], to: readonly string[]): readonly DiffLine[] {
  const width = to.length + 1;
  // How many lines the rests from here on have in common.
  const common = new Uint32Array((from.length + 1) * width);
  const commonAt = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = from.length - 1; i >= 0; i -= 1) {
    for (let j = to.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        from[i] === to[j] ? commonAt(i + 1, j + 1) + 1 : Math.max(commonAt(i + 1, j), commonAt(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  for (let i = 0, j = 0; i < from.length || j < to.length;) {
    const [one, other] = [from[i], to[j]];
    if (one !== undefined && one === other) {
      lines.push({ kind: 'same', text: one });
      i += 1;
      j += 1;
    } else if (one !== undefined && (other === undefined || commonAt(i + 1, j) >= commonAt(i, j + 1))) {
      lines.push({ kind: 'old', text: one });
      i += 1;
    } else {
      lines.push({ kind: 'new', text: other ?? '' });
      j += 1;
    }
  }
  return lines;
}
