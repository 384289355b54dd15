import type { Host } from '../host.ts';

/**
 * The folders whose conversations are meant where nobody says which: those of the projects, else the one that whoever
 * asks is in.
 */
export function foldersOf({ ledgers, here }: Host): readonly string[] {
  const projects = ledgers.filter(({ scope }) => scope === 'project').map(({ folder }) => folder);
  return projects.length > 0 || here === undefined ? projects : [here];
}
