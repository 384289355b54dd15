import * as modules from 'node:module';

/**
 * Lets this process keep what Node makes of the source, where the tests themselves do (`scripts/runStages.ts`): its
 * own environment is that of a terminal. Only what is loaded afterwards is kept.
 */
export const cacheCompiled = (folder: string): void => {
  const { enableCompileCache } = modules as { readonly enableCompileCache?: (folder: string) => unknown };
  if (folder !== '') enableCompileCache?.(folder);
};
