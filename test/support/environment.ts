/**
 * Sets variables in the environment of this process, or takes away those that are undefined. Gives what puts them back
 * as they were: other tests run in the same process.
 */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(variables).map(name => [name, process.env[name]] as const);
  const put = (name: string, value: string | undefined): void => {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  };
  Object.entries(variables).forEach(([name, value]) => put(name, value));
  return () => before.forEach(([name, value]) => put(name, value));
}
