import { isRefusal, type Refusal } from '../../core/basics/refusal.ts';
import { findProgram, pathOf, variableOf, type Program } from '../../store/programs/findProgram.ts';

/** Looks programs up, each once. */
export interface ProgramCache {
  /** Finds a program like `findProgram`. One found before under the same conditions is only checked to still exist. */
  find(
    program: string,
    env: Readonly<Record<string, string | undefined>>,
    folders: readonly string[],
  ): Promise<Program | Refusal>;
}

/**
 * The programs that a window or a process found on PATH. Another PATH, other folders or another name in the settings
 * is another look-up; what was not found is looked for again, since it may be installed by now.
 */
export function createProgramCache(): ProgramCache {
  const found = new Map<string, Program>();
  return {
    async find(program, env, folders) {
      const key = JSON.stringify([program, pathOf(env), variableOf(env, 'PATHEXT'), folders]);
      const before = found.get(key);
      if (before) {
        const now = await findProgram(before.calledAs, env, folders);
        if (!isRefusal(now) && now.path === before.path) {
          return now;
        }
      }
      const executable = await findProgram(program, env, folders);
      if (isRefusal(executable)) {
        found.delete(key);
      } else {
        found.set(key, executable);
      }
      return executable;
    },
  };
}
