import { Git, type Said } from './git.ts';

/** How long git may take over the network, in ms. */
const PATIENCE = 30_000;

/** Where claims are kept at a remote: no branch, no tag, and fetched by nobody. */
const CLAIMS = 'refs/defer/claims/';

/** How a remote answered. `held`: somebody else has it. `unclear`: it was not reached, or said something else. */
export type Grant =
  | { readonly state: 'granted'; readonly release: () => Promise<void> }
  | { readonly state: 'held' | 'unclear' };

/** Nobody's name goes into what is pushed. */
const NOBODY = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap(who => [
    [`GIT_${who}_NAME`, 'defer'],
    [`GIT_${who}_EMAIL`, 'defer@localhost'],
  ]),
);

/** No program is started for a push but what reaches the remote. */
const PLAIN = [
  ['protocol.ext.allow', 'never'],
  ['commit.gpgSign', 'false'],
  ['gc.auto', '0'],
] as const;

const REJECTED = /^!.*(?:stale info|already exists|failed to update ref|cannot lock ref|fetch first)/m;

/**
 * Claims at a remote of a folder's repository: a ref is pushed that must not be there yet, so that the server's own
 * comparing lets exactly one through. Only a remote that the person's git knows by name is spoken to, with no hook and
 * no question; how it is reached is for its configuration to say, as with any push.
 */
export class GitClaims {
  private readonly git: Git;

  constructor(folder: string) {
    this.git = new Git(folder);
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
    // A commit, since some servers take nothing else. Its words differ each time: what is there already passes for
    // pushed.
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

  private async say(args: readonly string[]): Promise<Said> {
    const said = await this.git.say(args, { patience: PATIENCE, env: NOBODY, config: PLAIN, remote: true });
    return said ?? { ok: false, late: false, out: '', err: '' };
  }
}
