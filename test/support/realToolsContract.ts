import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { installAgentTools } from '../../scripts/agentTools.ts';
import { fillVector } from '../../src/core/agent/launch.ts';
import { keeperOf } from '../../src/runner/keepers/keeperOf.ts';
import { openModelServer, type ModelServer } from './modelServer.ts';
import { openRealTools, type RealTools } from './realTools.ts';
import { helpedCommands, keptHelp, keptHelpPath, TOOLS } from './toolFlags.ts';

/** What the tools take for a flag, a file and a command of theirs. Defer's own prompts begin with none of them. */
const HARD = ['--bogus-flag says "hi"\n$(x)', '@bogus-file and more', '/bogus-command'];

/**
 * Tools that take seconds to start show the dash, which parsers mind, and one more. opencode's `/` opens a list there.
 */
const BEGINNINGS: Readonly<Record<string, readonly string[]>> = {
  copilot: ['--copilot-flag says "hi"\n$(x)', '/copilot-command'],
  gemini: ['--gemini-flag says "hi"\n$(x)', '@gemini-file and more'],
  opencode: ['--opencode-flag says "hi"\n$(x)'],
};

const UUID = '0cb916db-26aa-40f2-86b5-1ba81b225fd2';

/** What a tool printed, without where its home of the moment is, and without warnings about that. */
const asKept = (text: string, tools: RealTools): string =>
  `${text
    .replace(/^WARNING: .*\n/gm, '')
    .replaceAll(tools.env['HOME'] ?? '', '~')
    .replaceAll(tools.cwd, '.')
    .replace(/[ \t]+$/gm, '')
    .trim()}\n`;

/** Holds the built-in profiles, and the kept copies of the tools' help, against the tools themselves. */
export function holdsAgainstTheTools(): void {
  describe('the real tools', { timeout: 600_000, concurrency: 2 }, () => {
    let model: ModelServer;
    let tools: RealTools;
    let missing = '';
    before(async () => {
      model = await openModelServer();
      try {
        tools = openRealTools((await installAgentTools()).bin, model);
      } catch (error) {
        missing = `the tools could not be installed: ${error instanceof Error ? error.message : String(error)}`;
      }
    });
    after(async () => {
      tools?.remove();
      await model.close();
    });
    /**
     * Without the registry there is nothing to hold the profiles against; where changes are judged that is a failure.
     */
    const areHere = (test: TestContext): boolean => {
      if (missing !== '' && process.env['CI'] === 'true') {
        throw new Error(missing);
      }
      if (missing !== '') {
        test.skip(missing);
      }
      return missing === '';
    };

    for (const { name, profile } of TOOLS) {
      describe(name, { concurrency: 1 }, () => {
        it('prints the help that is kept of it', async test => {
          if (!areHere(test)) {
            return;
          }
          for (const commands of helpedCommands({ name, profile })) {
            const { text } = await tools.run(name, [...commands, '--help']);
            if (process.env['UPDATE'] === '1') {
              mkdirSync(dirname(keptHelpPath(name, commands)), { recursive: true });
              writeFileSync(keptHelpPath(name, commands), asKept(text, tools));
            }
            assert.equal(asKept(text, tools), keptHelp(name, commands), `UPDATE=1 keeps the new help of ${name}`);
          }
        });

        it('takes a prompt for a prompt, whatever it begins with, in a terminal', async test => {
          if (!areHere(test)) {
            return;
          }
          for (const prompt of BEGINNINGS[name] ?? HARD) {
            // Without a terminal some go no further than to say so, but a flag that they do not know they name before.
            const cameFar = (text: string): boolean =>
              model.requestsWith(prompt).length > 0 || NO_TERMINAL[name]?.test(text) === true;
            const args = fillVector(profile.fresh, prompt, crypto.randomUUID());
            const { code, text } = await tools.run(name, args, undefined, cameFar);
            assert.ok(cameFar(text), `${name} ${JSON.stringify(prompt)}: ${code} ${text.slice(0, 2000)}`);
            assert.doesNotMatch(text, /unknown option|unexpected argument|Unknown argument|Not enough arguments/i);
          }
        });

        it('gets a prompt byte for byte where nobody watches, and goes on with its conversation', async test => {
          if (!areHere(test)) {
            return;
          }
          const { unattended } = profile;
          assert.ok(unattended?.resume && unattended.input === 'stdin');
          const marks = [`first-${name}`, `second-${name}`] as const;
          const [first, second] = marks.map(mark => `${HARD.join('\n')}\n\\ "${mark}" 🙂\n`) as [string, string];
          const since = Date.now() - 1000;
          const began = await tools.run(name, fillVector(unattended.fresh, '', UUID), first);
          assert.equal(began.code, 0, began.text.slice(-2000));
          assert.ok(model.requestsWith(first.trim()).length > 0, `${name} changed it`);
          const keeper = profile.keeper && keeperOf(profile.keeper, tools.env, [tools.cwd]);
          const tool = {
            executable: tools.path(name),
            calledAs: tools.path(name),
            env: { ...tools.env, PWD: tools.cwd },
          };
          const found = await keeper?.find?.({ since, cwd: tools.cwd, mark: marks[0], tool });
          assert.equal(found === undefined, keeper?.find === undefined, `${name}: ${found}`);
          assert.notEqual(await keeper?.has?.(found ?? UUID), false);
          assert.notEqual(await keeper?.has?.(crypto.randomUUID()), true);
          const went = await tools.run(name, fillVector(unattended.resume, '', found ?? UUID), second);
          assert.equal(went.code, 0, went.text.slice(-2000));
          const [both] = model.requestsWith(second.trim()).filter(texts => texts.includes(marks[0]));
          assert.ok(both !== undefined, `${name} did not go on with the conversation`);
        });
      });
    }
  });
}

/** What a tool prints that took its arguments, and then found no terminal to be used in. */
const NO_TERMINAL: Readonly<Record<string, RegExp>> = {
  codex: /stdin is not a terminal/,
  gemini: /--prompt-interactive flag cannot be used when input is piped/,
  // It draws all the same.
  opencode: /\[\?1049h/,
};
