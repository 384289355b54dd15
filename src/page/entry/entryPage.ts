import { h, type ComponentChild } from 'preact';
import { NEXT_FOCUS } from '../base/keepFocus.ts';
import { factList, longText, section } from '../base/parts.ts';
import { startPage, type Ask } from '../base/startPage.ts';
import type { EntryShown, ShownAct } from '../messages/entryShown.ts';

startPage<EntryShown>((shown, ask) => {
  const { title, notice, facts, acts, texts, details } = shown;
  return [
    h('h1', { dir: 'auto' }, title),
    h('div', { role: 'status', class: notice === undefined ? undefined : 'notice' }, notice),
    factList(facts),
    acts.all.length > 0 &&
      h(
        'div',
        { class: 'acts', role: 'group', 'aria-label': acts.label },
        acts.all.map((act, index) => button(act, () => ask({ act: 'do', at: act.key }), index === 0 ? NEXT_FOCUS : {})),
      ),
    texts.map(({ heading, text }) => section(heading, longText(heading, text))),
    files(shown, ask),
    runs(shown, ask),
    details.facts.length > 0 && section(details.heading, factList(details.facts)),
  ];
});

const button = ({ key, label }: ShownAct, press: () => void, more: object): ComponentChild =>
  h('button', { key, type: 'button', onClick: press, ...more }, label);

const files = ({ files: { heading, all } }: EntryShown, ask: Ask): ComponentChild =>
  all.length > 0 &&
  section(
    heading,
    h(
      'ul',
      null,
      all.map(({ key, text }) =>
        h(
          'li',
          { dir: 'auto' },
          key === undefined
            ? text
            : h('button', { type: 'button', class: 'link', onClick: () => ask({ act: 'file', at: key }) }, text),
        ),
      ),
    ),
  );

const runs = ({ runs: { heading, all } }: EntryShown, ask: Ask): ComponentChild =>
  all.length > 0 &&
  section(
    heading,
    h(
      'ul',
      { class: 'runs' },
      all.map(({ key, text, acts }) =>
        h(
          'li',
          { key },
          h('span', { dir: 'auto' }, text),
          // Each says to a screen reader which run it is about.
          acts.map(act =>
            button(act, () => ask({ act: 'run', at: key, to: act.key }), { 'aria-label': `${act.label}: ${text}` }),
          ),
        ),
      ),
    ),
  );
