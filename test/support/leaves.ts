/** A value without members, with the name it stands under; that of a list for what stands in it. */
export type Leaf = readonly [name: string, value: unknown];

/** Every leaf of a value of JSON. */
export function leavesOf(value: unknown, name = ''): readonly Leaf[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => leavesOf(item, name));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, key));
  }
  return [[name, value]];
}
