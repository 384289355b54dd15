import type { AgendaLook } from '../../render/agenda/agendaLook.ts';

/** What the keys go to, lane by lane: entries, times of repeats, and the button at the end of a long lane. */
export type Stops = readonly (readonly string[])[];

/** The stop at the end of a lane that has more lines. */
export const moreStop = (lane: string): string => `more ${lane}`;

/** The stops of an agenda. */
export const stopsOf = ({ lanes }: AgendaLook): Stops =>
  lanes.map(({ id, items, moreText }) => [
    ...items.flatMap(item => (item.kind === 'mark' ? [] : [item.key])),
    ...(moreText === '' ? [] : [moreStop(id)]),
  ]);

/** Where a stop is. */
export interface StopPlace {
  readonly lane: number;
  readonly line: number;
}

/** The place of a stop; undefined where it is gone. */
export function placeOf(stops: Stops, stop: string | undefined): StopPlace | undefined {
  for (const [lane, keys] of stops.entries()) {
    const line = stop === undefined ? -1 : keys.indexOf(stop);
    if (line >= 0) {
      return { lane, line };
    }
  }
  return undefined;
}

/** The stop that takes the place of one that is gone: what stands there now, else the nearest. */
export function nearestStop(stops: Stops, { lane, line }: StopPlace): string | undefined {
  const order = stops.map((_, index) => index).sort((a, b) => Math.abs(a - lane) - Math.abs(b - lane));
  for (const index of order) {
    const keys = stops[index] ?? [];
    if (keys.length > 0) {
      return keys[Math.min(line, keys.length - 1)];
    }
  }
  return undefined;
}

export type Direction = 'up' | 'down' | 'back' | 'on' | 'first' | 'last';

/** The stop that a key leads to from a place; undefined where there is none further. */
export function stopFrom(stops: Stops, { lane, line }: StopPlace, direction: Direction): string | undefined {
  const own = stops[lane] ?? [];
  const before = stops.slice(0, lane).reverse();
  const after = stops.slice(lane + 1);
  const filled = (lanes: Stops): readonly string[] => lanes.find(keys => keys.length > 0) ?? [];
  switch (direction) {
    case 'up':
      return own[line - 1] ?? filled(before).at(-1);
    case 'down':
      return own[line + 1] ?? filled(after)[0];
    case 'back':
      return beside(filled(before), line);
    case 'on':
      return beside(filled(after), line);
    case 'first':
      return own[0];
    case 'last':
      return own.at(-1);
  }
}

const beside = (keys: readonly string[], line: number): string | undefined => keys[Math.min(line, keys.length - 1)];
