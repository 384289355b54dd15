import { h, type ComponentChild } from 'preact';
import type { CardAct } from '../../render/agenda/agendaLook.ts';

/** What each act is drawn with, on a field of 16 by 16. The page may load no font of icons. */
const PATHS: Readonly<Record<CardAct | 'previous' | 'next', string>> = {
  run: 'M4 2.5v11l9-5.5z',
  stop: 'M3.5 3.5h9v9h-9z',
  snooze: 'M8 1.5a5 5 0 0 0-5 5V10l-1.5 2h13L13 10V6.5a5 5 0 0 0-5-5zM6.5 13a1.5 1.5 0 0 0 3 0M2 2l12 12',
  reschedule: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  done: 'M2.5 8.5l4 4 7-9',
  skip: 'M3 3v10l6-5zM10.5 3v10M13 3v10',
  accept: 'M2.5 8.5l4 4 7-9',
  reject: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  previous: 'M10 3L5 8l5 5',
  next: 'M6 3l5 5-5 5',
};

/** The icon of an act, in the colour of the text around it; its name is said by its button. */
export const icon = (name: keyof typeof PATHS): ComponentChild =>
  h(
    'svg',
    { class: `icon ${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    h('path', { d: PATHS[name] }),
  );
