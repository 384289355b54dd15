import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE } from '../../src/core/basics/time.ts';
import { openConversations } from '../../src/runner/conversations/openConversations.ts';
import type { Asker } from '../../src/runner/conversations/ownConversation.ts';
import { createRunRecords } from '../../src/runner/home/runRecords.ts';
import { add } from '../../src/verbs/acts/add.ts';
import type { Host } from '../../src/verbs/host.ts';
import type { RawInput, Reply } from '../../src/verbs/verb.ts';
import { makeConversation, type FILE_KEEPERS, type Made } from './madeStores.ts';
import { makePlace, newId, type Place } from './runnerPlace.ts';

/** A place with a person's home, in which tools keep conversations. */
export interface ConversationPlace extends Place {
  /** The person's home. */
  readonly person: string;
  /** Makes a conversation about the place's folder, ten minutes old; gives its id and its file. */
  converse(agent: (typeof FILE_KEEPERS)[number], made?: Partial<Made>): { readonly id: string; readonly path: string };
  /** What the verbs get here, for whoever asks so, with these variables. */
  host(asker?: Asker['kind'], env?: Readonly<Record<string, string>>): Host;
  /** Schedules something for in two hours. */
  schedule(input: RawInput, host?: Host): Promise<Reply>;
}

export function makeConversationPlace(): ConversationPlace {
  const place = makePlace();
  const person = join(place.root, 'person');
  mkdirSync(person);
  place.env['HOME'] = person;
  const host: ConversationPlace['host'] = (asker = 'call', env = {}) => ({
    ...{ ledgers: [place.ledger], clock: place.clock, zone: 'UTC', author: 'cli', newId },
    ...{ alive: () => false, launcher: place.launcher(), records: createRunRecords(place.home) },
    conversations: async () =>
      openConversations({
        ...{ home: place.home, env: { ...place.env, ...env }, clock: place.clock, zone: () => 'UTC', asker },
        folders: () => [place.folder],
      }),
    confirm: async () => true,
  });
  return {
    ...{ ...place, person, host },
    converse: (agent, made = {}) =>
      makeConversation(person, agent, { folder: place.folder, at: place.clock.now() - 10 * MINUTE, ...made }),
    schedule: (input, given = host()) => add.run(given, { message: 'Look again', when: '2h', ...input }),
  };
}
