import { h, type ComponentChild } from 'preact';
import type { AgendaLook } from '../../render/agenda/agendaLook.ts';
import type { Ask } from '../base/startPage.ts';

/** The least height of a bar, in percent: a run that took no time is shown as well. */
const LEAST = 20;

/**
 * The last runs as bars that can be clicked, and what they come to. Tab goes to the newest, arrow keys to the others.
 */
export const runStripOf = ({ runs, runsText }: AgendaLook, ask: Ask): ComponentChild =>
  runs.length > 0 &&
  h(
    'div',
    { class: 'runs' },
    h(
      'ol',
      { class: 'bars', 'aria-label': runsText, role: 'list' },
      runs.map(({ key, tone, height, text }, index) =>
        h(
          'li',
          { key },
          h(
            'button',
            {
              ...{ type: 'button', class: `bar ${tone}`, title: text, 'aria-label': text },
              tabIndex: index === runs.length - 1 ? 0 : -1,
              onKeyDown: goBeside,
              onClick: () => ask({ act: 'showRun', at: key }),
            },
            h('span', { class: 'fill', style: { height: `${LEAST + (100 - LEAST) * height}%` } }),
          ),
        ),
      ),
    ),
    h('span', { class: 'quiet' }, runsText),
  );

function goBeside(event: KeyboardEvent): void {
  const own = (event.currentTarget as HTMLElement).parentElement;
  const isRightToLeft = document.documentElement.dir === 'rtl';
  const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
  const beside = (isRightToLeft ? -step : step) < 0 ? own?.previousElementSibling : own?.nextElementSibling;
  if (step !== 0) {
    event.preventDefault();
    beside?.querySelector('button')?.focus();
  }
}
