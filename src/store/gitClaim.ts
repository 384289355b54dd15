import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { findGit, SAFELY, withoutRepository } from './gitBranch.ts';

/** How long git may take over the network, in ms. */
const PATIENCE = 30_000;

/** Where claims are kept at a remote: no branch, no tag, and fetched by nobody. */
const CLAIMS = 'refs/defer/claims/';

/** How a remote answered. `held`: somebody else has it. `unclear`: it was not reached, or said something else. */
export type Grant =
  { readonly state: 'granted'; readonly release: () => Promise<void> } | { readonly state: 'held' | 'unclear' };

interface Said {
  readonly ok: boolean;
  readonly out: string;
  readonly err: string;
}

const REJECTED = /^!.*(?:stale info|already exists|failed to update ref|cannot lock ref|fetch first)/m;

/**
 * Claims at a remote of a folder's repository: a ref is pushed that must not be there yet, so that the server's own
 * comparing lets exactly one through. Only a remote that the person's git knows by name is spoken to, with no hook and
 * no question; how it is reached is for its configuration to say, as with any push.
 */
export class GitClaims {
  private readonly folder: string;
  private readonly program: string;

  private constructor(folder: string, program: string) {
    this.folder = folder;
    this.program = program;
  }

  /** Undefined where there is no git. */
  static async open(folder: string): Promise<GitClaims | undefined> {
    const program = await findGit(folder);
    return program === undefined ? undefined : new GitClaims(folder, program);
  }

  /** The folder from that of its repository on, the same in every clone; undefined where it is in none. */
  async place(): Promise<string | undefined> {
    const { ok, out } = await this.say(['rev-parse', '--show-prefix']);
    return ok ? out.replace(/\n$/, '') : undefined;
  }

  /** The names of the remotes. */
  async remotes(): Promise<readonly string[]> {
    return (await this.say(['remote'])).out.split('\n').filter(Boolean);
  }

  /** Claims a name (hex digits) at a remote, one of `remotes`. What is pushed says `words` and no more. */
  async claim(remote: string, name: string, words: string): Promise<Grant> {
    const ref = `${CLAIMS}${name}`;
    // A commit, since some servers take nothing else. Its words differ each time: what is there already passes for pushed.
    const tree = (await this.say(['hash-object', '-t', 'tree', '-w', '--stdin'])).out.trim();
    const made = await this.say(['commit-tree', tree, '-m', words]);
    const commit = made.out.trim();
    if (!made.ok || !/^[0-9a-f]{40,64}$/.test(commit)) {
      return { state: 'unclear' };
    }
    const { ok, out } = await this.push(remote, `--force-with-lease=${ref}:`, `${commit}:${ref}`);
    if (ok && out.includes(`*\t${commit}:${ref}\t`)) {
      const release = async (): Promise<void> => {
        await this.push(remote, `--force-with-lease=${ref}:${commit}`, `:${ref}`);
      };
      return { state: 'granted', release };
    }
    return { state: !ok && REJECTED.test(out) ? 'held' : 'unclear' };
  }

  private push(remote: string, lease: string, refspec: string): Promise<Said> {
    const plain = ['--porcelain', '--no-verify', '--no-signed', '--no-follow-tags', '--recurse-submodules=no'];
    return this.say(['push', ...plain, '--receive-pack=git-receive-pack', lease, remote, refspec]);
  }

  private say(args: readonly string[]): Promise<Said> {
    const env = {
      ...withoutRepository(process.env),
      GIT_TERMINAL_PROMPT: '0',
      LC_ALL: 'C',
      ...Object.fromEntries(
        ['AUTHOR', 'COMMITTER'].flatMap(who => [
          [`GIT_${who}_NAME`, 'defer'],
          [`GIT_${who}_EMAIL`, 'defer@localhost'],
        ]),
      ),
    };
    const quiet = ['-c', 'protocol.ext.allow=never', '-c', 'commit.gpgSign=false', '-c', 'gc.auto=0'];
    return new Promise(resolve => {
      const child = execFile(
        this.program,
        [...SAFELY, ...quiet, '-C', this.folder, ...args],
        // Not in the folder: on Windows programs of the current folder go before those of the path.
        { cwd: dirname(this.program), env, timeout: PATIENCE, maxBuffer: 1024 * 1024, windowsHide: true },
        (error, out, err) => resolve({ ok: !error, out, err }),
      );
      child.stdin?.on('error', () => undefined);
      child.stdin?.end();
    });
  }
}
