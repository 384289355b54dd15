import { h, type ComponentChild } from 'preact';
import type { AgendaLook } from '../../render/agenda/agendaLook.ts';
import type { Ask } from '../base/startPage.ts';
import { icon } from './agendaIcons.ts';
import { runStripOf } from './runStrip.ts';

/** What stands over the lanes: how much waits, which days are shown, the last runs, and the filter. */
export function agendaHead(look: AgendaLook, ask: Ask): ComponentChild {
  const { words, summary, period, skip, before, filter, isRestricted } = look;
  const press = (act: string, label: string, ...inside: readonly ComponentChild[]): ComponentChild =>
    h('button', { type: 'button', onClick: () => ask({ act }), 'aria-label': label, title: label }, ...inside);
  return h(
    'header',
    { key: 'head' },
    h(
      'div',
      { class: 'line' },
      h('h1', null, words.title),
      h('p', { class: 'quiet summary' }, summary),
      h(
        'div',
        { class: 'days', role: 'group', 'aria-label': period },
        h(
          'button',
          {
            ...{ type: 'button', class: 'week', title: words.previous, 'aria-label': words.previous },
            // A button that is turned off while it has the focus would lose it.
            'aria-disabled': skip === 0 ? 'true' : 'false',
            onClick: () => ask({ act: 'previous' }),
          },
          icon('previous'),
        ),
        h(
          'button',
          { type: 'button', 'aria-pressed': skip === 0 ? 'true' : 'false', onClick: () => ask({ act: 'today' }) },
          words.today,
        ),
        h(
          'button',
          {
            ...{ type: 'button', class: 'week', title: words.next, 'aria-label': words.next },
            onClick: () => ask({ act: 'next' }),
          },
          icon('next'),
        ),
        filter === ''
          ? press('filter', words.filter, words.filter)
          : press('clearFilter', words.clearFilter, words.clearFilter),
        !isRestricted && press('add', words.add, words.add),
      ),
    ),
    h(
      'p',
      { class: 'period', role: 'status' },
      h('span', null, period),
      filter !== '' && h('bdi', { class: 'quiet' }, filter),
      before !== '' && h('span', { class: 'quiet' }, before),
    ),
    isRestricted && h('p', { class: 'quiet' }, words.restricted),
    runStripOf(look, ask),
  );
}
