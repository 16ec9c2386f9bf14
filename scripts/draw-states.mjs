// Draws docs/states.md from the state machine itself: `npm run build && node scripts/draw-states.mjs`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What each state means, in the order of the table. */
const STATES = {
  unread: 'The portal was not read yet.',
  absent: 'The portal was read: there is none. It may be made.',
  existing: 'The portal has one that raccord did not make.',
  sealed: 'A credential was captured and sealed; nothing was clicked.',
  intended: 'The click was about to happen: it may have, or not. To be read again.',
  accepted: 'The portal said yes; its list did not show it yet. To be read again.',
  done: 'The portal’s list shows what was meant.',
  refused: 'The portal said no. To be read again before anything else.',
  doubtful: 'What became of the click stays unclear. Only a reading or a person leads out.',
};

/** What each event means. */
const EVENTS = {
  'not-seen': 'the list was read and has none',
  'seen-other': 'the list was read and has one that is not ours',
  sealed: 'a credential was sealed and flushed to disk',
  intended: 'about to click; recorded before the click, with the lease checked',
  accepted: 'the portal answered yes',
  refused: 'the portal answered no',
  seen: 'the list was read and has what was meant',
  'settled-absent': 'the list was read after the settle window and does not have it',
  doubted: 'the answer and the list do not agree, or the list cannot tell',
  'absence-confirmed': 'a person looked and says that there is none',
  imported: 'a credential that another machine captured was taken over',
};

/** What each state of a renewal means. */
const RENEWAL_STATES = {
  none: 'The account’s password was never renewed.',
  sealed: 'A new password was captured and sealed; nothing was clicked.',
  intended: 'The click was about to happen: it may have, or not. To be read again.',
  accepted: 'The portal said yes; its list did not show it yet. To be read again.',
  renewed: 'The new password is the account’s; the earlier one is replaced.',
  unchanged: 'The earlier password is still the account’s. It may be renewed.',
  refused: 'The portal said no. To be read again before anything else.',
  doubtful: 'Which password is good stays unclear. Only a reading, a proof or a person leads out.',
};

/** What each event of a renewal means. */
const RENEWAL_EVENTS = {
  sealed: 'a new password was sealed and flushed to disk',
  intended: 'about to click; recorded before the click, with the lease checked',
  accepted: 'the portal answered yes',
  refused: 'the portal answered no',
  changed:
    'the list shows the change, the API or a person found the new password to work, or the list cannot show it and the portal said yes',
  'not-changed':
    'the list was read after the settle window and shows none, or cannot show one and the portal said no, or the API or a person found the old password to work',
  doubted:
    'the answer and the list do not agree, or the list cannot tell, and no password was proven',
};

/** The page as Markdown: diagrams of the transitions and what the words mean. */
export function drawStates(transitions, renewals) {
  const kinds = kindsOf(transitions);
  return [
    '# States of an enrolment',
    '',
    'Drawn by `scripts/draw-states.mjs` from `src/domain/enrolment.ts`; do not edit by hand.',
    '',
    'Each half of an enrolment, the API connection and the technical account, goes its own way',
    'through these states. From `intended` on, nothing leads to a second intent that does not pass',
    'through a reading of the portal or a person.',
    '',
    ...diagram('unread', transitions),
    '',
    ...table('state', Object.keys(transitions), STATES),
    '',
    ...table('event', kinds, EVENTS),
    '',
    '## States of a renewal',
    '',
    'Drawn from `src/domain/renewal.ts`. The earlier password stays current until `renewed`. From',
    '`intended` on, nothing leads to another password or click that does not pass through a reading,',
    'a proof through the API, or a person.',
    '',
    ...diagram('none', renewals),
    '',
    ...table('state', Object.keys(renewals), RENEWAL_STATES),
    '',
    ...table('event', kindsOf(renewals), RENEWAL_EVENTS),
    '',
  ].join('\n');
}

function kindsOf(transitions) {
  return [...new Set(Object.values(transitions).flatMap((events) => Object.keys(events)))];
}

function diagram(first, transitions) {
  const arrows = Object.entries(transitions).flatMap(([from, events]) =>
    Object.entries(grouped(events)).map(
      ([to, kinds]) => `  ${from} --> ${to}: ${kinds.join(', ')}`,
    ),
  );
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${first}`, ...arrows, '```'];
}

/** The events of one state by the state that they lead to. */
function grouped(events) {
  const groups = {};
  for (const [kind, to] of Object.entries(events)) (groups[to] ??= []).push(kind);
  return groups;
}

/** Padded as a formatter would, so that one run over the page changes nothing. */
function table(head, names, meanings) {
  const rows = names.map((name) => {
    if (meanings[name] === undefined) throw new Error(`scripts/draw-states.mjs: what is ${name}?`);
    return [`\`${name}\``, meanings[name]];
  });
  const cells = [[head, 'meaning'], ...rows];
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0]), rule, ...rows.map(line)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { TRANSITIONS } = await import('../dist/src/domain/enrolment.js');
  const { RENEWAL_TRANSITIONS } = await import('../dist/src/domain/renewal.js');
  const page = drawStates(TRANSITIONS, RENEWAL_TRANSITIONS);
  writeFileSync(new URL('../docs/states.md', import.meta.url), page);
}
