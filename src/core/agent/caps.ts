import * as l10n from '@vscode/l10n';
import { amountWords, CAPS, isAmount, readBudget, type Budget, type CapName } from './budget.ts';
import { isRecord, isTexts } from '../rows/fieldValues.ts';
import { placeholderIn, type Caps } from './launch.ts';

/** The placeholder in the arguments of a cap. */
const NUMBER = '<number>';

/** Reads the `caps` of a profile: `{"turns": {"arguments": ["--max-turns=<number>"]}}`, or what is wrong with them. */
export function readCaps(value: unknown): Caps | string {
  if (!isRecord(value)) {
    return l10n.t('"caps" must be an object of {0}', CAPS.join(', '));
  }
  for (const [name, cap] of Object.entries(value)) {
    const isKnown = (CAPS as readonly string[]).includes(name);
    if (!isKnown || !isRecord(cap) || Object.keys(cap).some(key => key !== 'arguments' && key !== 'least')) {
      return isKnown
        ? l10n.t('the cap {0} must be an object of "arguments" and, where there is one, "least"', name)
        : l10n.t('"caps" has a member other than {0}', CAPS.join(', '));
    }
    const { arguments: words, least } = cap;
    if (!isTexts(words) || words.filter(hasNumber).length !== 1 || words.some(isNoWord)) {
      return l10n.t(
        'the arguments of the cap {0} must be texts, exactly one of them {1}, or a flag with {1} after its "="',
        name,
        NUMBER,
      );
    }
    if (least !== undefined && !isAmount(name as CapName, least)) {
      return l10n.t('the least of the cap {0} must be {1}', name, amountWords(name as CapName));
    }
  }
  return value;
}

const NUMBERED = /^(?:--?[A-Za-z][\w-]*=)?<number>$/;
const hasNumber = (word: string): boolean => NUMBERED.test(word);

/** What would be no argument, or would be filled with something else. */
const isNoWord = (word: string): boolean =>
  word.includes('\0') || placeholderIn(word) !== undefined || (word.includes(NUMBER) && !hasNumber(word));

/** Reads the `budget` of a profile, or says what is wrong with it, also where its tool cannot keep what it names. */
export function readOwnBudget(value: unknown, caps: Caps | undefined): Budget | string {
  const budget = readBudget(value);
  if (typeof budget === 'string') {
    return l10n.t('of its "budget", {0}', budget);
  }
  const fault = capFault(budget, caps);
  return fault === undefined ? budget : l10n.t('its "budget" names {0}', fault);
}

/**
 * The first cap of a budget that a tool cannot keep, in words: `turns, for which there is no flag`; undefined where it
 * keeps all.
 */
export function capFault(budget: Budget, caps: Caps = {}): string | undefined {
  for (const name of CAPS) {
    const [number, cap] = [budget[name], caps[name]];
    if (number === undefined) {
      continue;
    }
    if (!cap) {
      return l10n.t('{0}, for which there is no flag', name);
    }
    if (cap.least !== undefined && number < cap.least) {
      return l10n.t('{0} {1}, and no less than {2} is taken', number, name, cap.least);
    }
  }
  return undefined;
}

/**
 * The arguments by which a tool keeps the caps of a budget, filled in. Every one of the caps is one that it takes
 * (`capFault`).
 */
export const capArguments = (budget: Budget, caps: Caps = {}): readonly string[] =>
  CAPS.flatMap(name => {
    const number = budget[name];
    return number === undefined ? [] : (caps[name]?.arguments ?? []).map(word => word.replace(NUMBER, String(number)));
  });

/**
 * A vector with more flags: after the commands that it begins with, before all else, so that no prompt or `--` stands
 * before them.
 */
export function withFlags(vector: readonly string[], flags: readonly string[]): readonly string[] {
  const at = vector.findIndex(word => !/^[a-z][\w-]*$/.test(word));
  const end = at < 0 ? vector.length : at;
  return flags.length === 0 ? vector : [...vector.slice(0, end), ...flags, ...vector.slice(end)];
}
