import { h, type ComponentChild } from 'preact';
import { BY_HAND } from '../base/keepFocus.ts';
import { factList, longText, section } from '../base/parts.ts';
import { startPage, type Ask } from '../base/startPage.ts';
import type { ApprovalPageShown } from '../messages/approvalPageShown.ts';

startPage<ApprovalPageShown>((shown, ask) => {
  const { key, canAllow, question, detail, notice, facts, blocks, details, words } = shown;
  return [
    h('h1', { dir: 'auto' }, question),
    h('p', { class: 'quiet' }, detail),
    // It is there from the beginning, so that what comes into it later is read out.
    h('div', { role: 'status', class: notice === undefined ? undefined : 'notice' }, notice),
    factList(facts),
    places(shown, ask),
    changes(shown),
    blocks.map(({ heading, text }) => section(heading, longText(heading, text))),
    details && section(details.heading, factList(details.facts)),
    h(
      'footer',
      null,
      // Each content has a button of its own, so that a press which began on the old one does nothing.
      h(
        'button',
        {
          ...{ key: `allow ${key}`, type: 'button', disabled: !canAllow, ...BY_HAND },
          onClick: () => ask({ act: 'allow', at: key }),
        },
        words.allow,
      ),
      h('button', { type: 'button', onClick: () => ask({ act: 'deny' }) }, words.deny),
      h('span', { class: 'quiet' }, words.keys),
    ),
  ];
});

/** Where the runs can work, one of which is chosen. */
function places({ places: all, words }: ApprovalPageShown, ask: Ask): ComponentChild {
  return (
    all.length > 0 &&
    h(
      'fieldset',
      null,
      h('legend', null, words.where),
      all.map(({ place, text, isChosen }) =>
        h(
          'label',
          { key: place },
          h('input', {
            type: 'radio',
            name: 'place',
            checked: isChosen,
            onChange: () => ask({ act: 'place', at: place }),
          }),
          text,
        ),
      ),
    )
  );
}

function changes({ changes: what, words }: ApprovalPageShown): ComponentChild {
  if (!what) {
    return null;
  }
  const { heading, lines } = what;
  const signs = { old: ['- ', words.removed], new: ['+ ', words.added], same: ['  ', ''] } as const;
  const drawn = lines.map(({ kind, text }) => {
    const [sign, spoken] = signs[kind];
    return h(
      'span',
      { class: `line ${kind}` },
      h('span', { 'aria-hidden': true }, sign),
      spoken !== '' && h('span', { class: 'spoken' }, `${spoken} `),
      `${text}\n`,
    );
  });
  return section(
    heading,
    lines.length > 0 &&
      h('pre', { class: 'text', dir: 'auto', tabIndex: 0, role: 'region', 'aria-label': heading }, drawn),
  );
}
