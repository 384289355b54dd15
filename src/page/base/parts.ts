import { h, type ComponentChild } from 'preact';
import type { ShownFact } from '../messages/entryShown.ts';

/** Facts below each other, their names in a column. Text of the file may run from right to left. */
export const factList = (facts: readonly ShownFact[]): ComponentChild =>
  h(
    'dl',
    { class: 'facts' },
    facts.map(({ name, text, isUrgent = false }) => [
      h('dt', null, name),
      h('dd', { dir: 'auto', class: isUrgent ? 'urgent' : undefined }, text),
    ]),
  );

/** A part of a page under a heading of its own. */
export const section = (heading: string, ...inside: readonly ComponentChild[]): ComponentChild =>
  h('section', null, h('h2', null, heading), ...inside);

/**
 * A text as it is, which scrolls by itself where it is long. It can be reached by keyboard, so that it can be scrolled.
 */
export const longText = (label: string, text: string): ComponentChild =>
  h('pre', { class: 'text', dir: 'auto', tabIndex: 0, role: 'region', 'aria-label': label }, text);
