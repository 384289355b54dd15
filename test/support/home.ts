import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';

/** Gives the tests of a file a home of their own: nothing of the person who runs them is read or written. */
export function useOwnHome(): void {
  const own = realpathSync(mkdtempSync(join(tmpdir(), 'defer-home-')));
  const kept = { HOME: process.env['HOME'], USERPROFILE: process.env['USERPROFILE'] };
  before(() => {
    Object.assign(process.env, { HOME: own, USERPROFILE: own });
  });
  after(() => {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
    rmSync(own, { recursive: true, force: true });
  });
}
