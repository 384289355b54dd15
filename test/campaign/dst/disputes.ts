import type { Change, ZoneAnswer } from './oracle.ts';

/** A stretch of seconds since 1970, both ends included. */
export type Stretch = readonly [from: number, to: number];

const MARGIN = 2 * 86_400;

/**
 * Where Python's zone data and this Node's say different things, with two days around: the two are of different
 * releases, and there no comparison says anything about the walk. Asked of Intl itself, with nothing of the code under
 * test.
 */
export function disputesOf({ zone, changes }: ZoneAnswer, from: number, to: number): readonly Stretch[] {
  const offset = offsetReader(zone);
  const disputed: Stretch[] = [];
  const dispute = (at: number): void => {
    const last = disputed.at(-1);
    if (last && at - MARGIN <= last[1]) {
      disputed[disputed.length - 1] = [last[0], at + MARGIN];
    } else {
      disputed.push([at - MARGIN, at + MARGIN]);
    }
  };
  let next = 0;
  let expected = changes[0]?.[1] ?? offset(from);
  for (let at = from - MARGIN; at <= to + MARGIN; at += 43_200) {
    for (let change = changes[next]; change && change[0] <= at; change = changes[++next]) {
      expected = change[2];
      if (!agrees(change, offset)) {
        dispute(change[0]);
      }
    }
    if (offset(at) !== expected) {
      dispute(at);
    }
  }
  return disputed;
}

const agrees = ([at, before, after]: Change, offset: (at: number) => number): boolean =>
  offset(at - 1) === before && offset(at) === after;

/** The changes that the two agree on. */
export const agreedChanges = ({ changes }: ZoneAnswer, disputed: readonly Stretch[]): readonly Change[] =>
  changes.filter(([at]) => !isIn(disputed, at));

export const isIn = (stretches: readonly Stretch[], at: number): boolean =>
  stretches.some(([from, to]) => at >= from && at <= to);

function offsetReader(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return at => {
    const [, sign, hours = '0', minutes = '0', seconds = '0'] =
      /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(at * 1000)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  };
}
