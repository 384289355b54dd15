import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { deferHome } from '../disk/deferHome.ts';
import { sha256 } from '../disk/digest.ts';

/** What a row says of the machine that something happened on. Older rows have the host name alone. */
export interface Whereabouts {
  readonly host?: string | null | undefined;
  readonly machine?: string | null | undefined;
}

/**
 * The file that holds the id of this machine. One for each machine that has the home, as far as Linux names them: a
 * home on the network is that of many.
 */
const pathIn = (home: string): string => join(home, 'machines', sha256(nameOfSystem()).slice(0, 16));

let system: string | undefined;

function nameOfSystem(): string {
  try {
    return (system ??= readFileSync('/etc/machine-id', 'latin1').trim());
  } catch {
    return (system = '');
  }
}

const known = new Map<string, string>();

/** The id of this machine: random hex digits. Undefined where nothing that this home knows was ever kept under one. */
export function knownMachine(home: string = deferHome()): string | undefined {
  const before = known.get(home);
  if (before !== undefined) {
    return before;
  }
  try {
    const id = readFileSync(pathIn(home), 'latin1').trim();
    if (/^[0-9a-f]{16,64}$/.test(id)) {
      known.set(home, id);
      return id;
    }
  } catch {
    // Nobody made one yet, or it cannot be read: then the host name is all there is.
  }
  return undefined;
}

/** The id of this machine, made if there is none yet; undefined if it cannot be kept. */
export function ownMachine(home: string = deferHome()): string | undefined {
  if (knownMachine(home) === undefined) {
    try {
      makeMachine(home);
    } catch {
      // A process that cannot write there only has the host name.
    }
  }
  return knownMachine(home);
}

/** Where something happens on this machine, as a row says it: by its name, which people know, and by its id. */
export function whereabouts(home: string = deferHome()): { readonly host: string; readonly machine?: string } {
  const machine = ownMachine(home);
  return { host: hostname(), ...(machine !== undefined && { machine }) };
}

/**
 * Whether something happened on this machine. Its name changes with the network, and with every start of a container;
 * the id does not.
 */
export function isHere({ host, machine }: Whereabouts, home: string = deferHome()): boolean {
  return typeof machine === 'string' ? machine === knownMachine(home) : host === hostname();
}

/** Puts an id in its place, whole: of all who try at once the first one's stays. */
function makeMachine(home: string): void {
  const path = pathIn(home);
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(beside, `${randomBytes(16).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  try {
    linkSync(beside, path);
  } catch {
    // Somebody else was first; or there are no links here, or what is there is no id.
    if (knownMachine(home) === undefined) {
      renameSync(beside, path);
    }
  } finally {
    rmSync(beside, { force: true });
  }
}
