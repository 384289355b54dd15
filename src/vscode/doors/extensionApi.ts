import * as vscode from 'vscode';
import type { DeferEntry, DeferError, NewDeferEntry } from '../../../api/defer.d.ts';
import { toIso } from '../../core/basics/time.ts';
import { dueStates } from '../../render/view/tally.ts';
import { viewEntry } from '../../render/view/entryView.ts';
import { toUnforeseenFault } from '../../store/disk/fault.ts';
import { clean, cleanLine } from '../../render/text/clean.ts';
import { authorOf } from '../../verbs/agentPolicy.ts';
import { askVerb } from '../../verbs/askVerb.ts';
import { scheduleOf } from '../ask/folderForNew.ts';
import type { EditorServices } from '../wiring/editorServices.ts';
import { findVerb } from '../wiring/findVerb.ts';
import type { FolderSchedule } from '../model/scheduleModel.ts';
import type { EntryRow } from '../tree/entryRow.ts';

/** The longest texts that are taken from another extension, in characters. */
const LONGEST = { title: 200, when: 200, prompt: 20_000, tag: 60, artifact: 500 } as const;
/** How many tags or artifacts. */
const MOST = 50;

type Services = Pick<EditorServices, 'model' | 'hostFor'>;

/** What is due now, the most late first. Others ask for it when they are told of a change, so asking is none. */
export async function dueEntries({ model }: Services): Promise<readonly DeferEntry[]> {
  await model.lookIfNew();
  const rows = model.schedules.flatMap(schedule =>
    dueStates(schedule.ledger.schedule, model.now).map(state => ({ kind: 'entry', state, schedule }) as const),
  );
  rows.sort((one, other) => one.state.lateFrom - other.state.lateFrom);
  return Object.freeze(rows.map(row => entryOf(row, { model })));
}

/**
 * Schedules an entry for another extension. The limits of agents hold for it: how many entries, and how far ahead. It
 * can neither run nor allow anything.
 */
export async function addFromExtension(services: Services, given: NewDeferEntry): Promise<DeferEntry> {
  const { model, hostFor } = services;
  if (!vscode.workspace.isTrusted) {
    throw fault('restricted', 'The person does not trust this workspace, so nothing is written.');
  }
  const { by, ...asked } = read(given);
  const schedule = scheduleFor(model.schedules, asked.folder);
  const { title, when, prompt, tags, artifacts } = asked;
  const host = { ...hostFor([schedule.ledger]), author: authorOf(by) };
  const reply = await askVerb(host, findVerb('add'), { message: title, when, prompt, tags, artifacts }).catch(
    (error: unknown) => {
      throw fault('refused', toUnforeseenFault(error).message);
    },
  );
  if (!reply.ok) {
    throw fault('refused', reply.why);
  }
  await model.look();
  const { id } = reply.value as { readonly id: string };
  const state = schedule.ledger.schedule.get(id);
  if (!state) {
    throw fault('refused', 'The entry was written, and is gone again.');
  }
  return entryOf({ kind: 'entry', state, schedule }, services);
}

function entryOf({ state, schedule }: EntryRow, { model }: Pick<Services, 'model'>): DeferEntry {
  const { entry, due, late } = viewEntry(state, model.view);
  return Object.freeze({
    id: entry.id,
    title: cleanLine(entry.title),
    due: due === undefined ? undefined : toIso(due),
    isDue: late > 0 || (due !== undefined && due <= model.now),
    status: cleanLine(entry.status),
    kind: cleanLine(entry.kind),
    agent: entry.agent === undefined ? undefined : cleanLine(entry.agent),
    tags: Object.freeze(entry.tags.map(tag => cleanLine(tag))),
    folder: schedule.ledger.scope === 'global' ? undefined : schedule.folder.uri.fsPath,
  });
}

/** Checks what another extension gives. It may be anything, and may change while it is read. */
function read(given: NewDeferEntry): NewDeferEntry {
  const from: Readonly<Record<string, unknown>> = { ...(given as object) };
  const text = (name: 'title' | 'when' | 'prompt'): string | undefined => {
    const value = from[name];
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'string' || value.trim() === '' || value.length > LONGEST[name]) {
      throw fault('invalid', `${name} must be a text of up to ${LONGEST[name]} characters.`);
    }
    return name === 'prompt' ? clean(value) : cleanLine(value, LONGEST[name]);
  };
  const list = (name: 'tags' | 'artifacts', longest: number): readonly string[] | undefined => {
    const value = from[name];
    if (value === undefined) {
      return undefined;
    }
    const texts: readonly unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [undefined];
    const kept = texts.filter(item => typeof item === 'string' && item !== '' && item.length <= longest);
    if (kept.length !== texts.length || kept.length > MOST) {
      throw fault('invalid', `${name} must be up to ${MOST} texts of up to ${longest} characters.`);
    }
    return kept.map(item => cleanLine(String(item), longest));
  };
  const [by, title, when, folder] = [from['by'], text('title'), text('when'), from['folder']];
  // As the extension is called itself: the editor finds it in any case of letters, and each would be another author.
  const asking = typeof by === 'string' ? vscode.extensions.getExtension(by)?.id : undefined;
  if (asking === undefined) {
    throw fault('invalid', 'by must be the id of the extension that asks.');
  }
  if (title === undefined || when === undefined) {
    throw fault('invalid', 'An entry needs a title and a time (when).');
  }
  if (folder !== undefined && typeof folder !== 'string') {
    throw fault('invalid', 'folder must be the path of a workspace folder.');
  }
  const [prompt, tags, artifacts] = [text('prompt'), list('tags', LONGEST.tag), list('artifacts', LONGEST.artifact)];
  return {
    ...{ by: asking, title, when },
    ...(prompt !== undefined && { prompt }),
    ...(tags && { tags }),
    ...(artifacts && { artifacts }),
    ...(folder !== undefined && { folder }),
  };
}

function scheduleFor(schedules: readonly FolderSchedule[], folder: string | undefined): FolderSchedule {
  const found =
    folder === undefined
      ? schedules[0]
      : scheduleOf(
          schedules.filter(({ ledger }) => ledger.scope === 'project'),
          folder,
        );
  if (!found) {
    throw fault('invalid', 'That folder is not open in this window.');
  }
  return found;
}

const fault = (code: DeferError['code'], why: string): DeferError =>
  Object.assign(new Error(why), { name: 'DeferError' as const, code });
