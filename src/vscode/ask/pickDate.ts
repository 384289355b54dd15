import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { addDays, twoDigits, type CalendarDate } from '../../core/basics/calendarDate.ts';
import { dateText, dayText, isoDateText, weekdayName } from '../../core/basics/dateText.ts';
import { isRefusal } from '../../core/basics/refusal.ts';
import { toWall } from '../../core/basics/wallClock.ts';
import { readMoment } from '../../verbs/readMoment.ts';
import type { Host } from '../../verbs/host.ts';
import { plainLabel } from '../say/notices.ts';
import { answerOf } from './answerOf.ts';

/** How many days, and which hours of a day, are listed; any other can be typed. */
const DAYS = 21;
const HOURS = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22] as const;

interface Choice extends vscode.QuickPickItem {
  readonly text?: string;
}

/**
 * Asks for a day, then for a time of that day; both lists can be typed in. Answers with both as they would be typed, or
 * undefined where the person left.
 */
export async function pickDate(host: Host, title: string): Promise<string | undefined> {
  const now = host.clock.now();
  const today = toWall(now, host.zone);
  const days = Array.from({ length: DAYS }, (_, ahead) => dayChoice(addDays(today, ahead), ahead));
  const day = await pickOrType(days, {
    title,
    placeholder: l10n.t('Which day? A date can be typed too: 24 dec, 2026-12-24'),
    read: async text => {
      const when = await readMoment(host, text);
      if (isRefusal(when)) {
        return { label: `$(error) ${plainLabel(when.why)}` };
      }
      const wall = toWall(when.at, host.zone);
      return { label: `$(calendar) ${dateText(wall, true)}`, text: isoDateText(wall) };
    },
  });
  if (day === undefined) {
    return undefined;
  }
  const read = async (clock: string): Promise<Choice | undefined> => {
    const when = await readMoment(host, `${day} ${clock}`);
    return isRefusal(when) || when.at <= now
      ? undefined
      : { label: clock, description: when.reads, text: `${day} ${clock}` };
  };
  const times = await Promise.all(HOURS.map(hour => read(`${twoDigits(hour)}:00`)));
  return pickOrType(
    times.filter(choice => choice !== undefined),
    {
      title,
      placeholder: l10n.t('At what time? Any time can be typed: 9:15, 3pm, noon'),
      read: async text => {
        const found = await read(text);
        const when = await readMoment(host, `${day} ${text}`);
        return found
          ? { label: `$(calendar) ${found.description ?? ''}`, text: `${day} ${text}` }
          : { label: `$(error) ${plainLabel(isRefusal(when) ? when.why : l10n.t('That time has passed.'))}` };
      },
    },
  );
}

function dayChoice(day: CalendarDate, ahead: number): Choice {
  const name = ahead === 0 ? l10n.t('Today') : ahead === 1 ? l10n.t('Tomorrow') : weekdayName(day);
  return { label: name, description: dayText(day, true), text: isoDateText(day) };
}

interface Typing {
  readonly title: string;
  readonly placeholder: string;
  /** What a typed text stands for. */
  readonly read: (text: string) => Promise<Choice>;
}

/** A list in which anything else can be typed. Words of the list itself filter it. */
function pickOrType(choices: readonly Choice[], { title, placeholder, read }: Typing): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<Choice>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.items = choices;
  const itemsFor = async (value: string): Promise<readonly Choice[]> => {
    const words = value.trim().toLowerCase();
    const fitting = choices.filter(({ label, description }) => `${label} ${description}`.toLowerCase().includes(words));
    return words === '' || fitting.length > 0 ? choices : [{ ...(await read(value)), alwaysShow: true }];
  };
  pick.onDidChangeValue(async value => {
    const items = await itemsFor(value);
    if (pick.value === value) {
      pick.items = items;
    }
  });
  return answerOf(pick, async () => {
    const items = await itemsFor(pick.value);
    return (items === choices ? pick.activeItems[0] : items[0])?.text;
  });
}
