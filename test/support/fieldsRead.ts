/** A path of members, from the outermost on. */
export type MemberPath = readonly string[];

/** Members that the language asks for by itself. */
const LANGUAGE: ReadonlySet<string> = new Set(['toJSON', 'then', 'constructor', 'valueOf', 'toString', 'length']);

/**
 * A value that notes every member that is asked of it, at any depth. What is not there stands as an object without
 * members, which notes in turn what is asked of it; so one pass finds every name that a reader knows, and a reader that
 * learns a new one is found out by itself.
 */
export function recording<Value extends object>(value: Value, note: (path: MemberPath) => void): Value {
  return recorder(value, [], note) as Value;
}

function recorder(value: object, path: MemberPath, note: (path: MemberPath) => void): object {
  const inner = (name: string): unknown => {
    note([...path, name]);
    const member = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : {};
    return typeof member === 'object' && member !== null && !Array.isArray(member)
      ? recorder(member, [...path, name], note)
      : member;
  };
  const isMember = (name: string | symbol): name is string => typeof name === 'string' && !LANGUAGE.has(name);
  return new Proxy(value, {
    get: (target, name) => (isMember(name) ? inner(name) : Reflect.get(target, name)),
    getOwnPropertyDescriptor: (target, name) =>
      isMember(name)
        ? { configurable: true, enumerable: true, writable: true, value: inner(name) }
        : Reflect.getOwnPropertyDescriptor(target, name),
  });
}
