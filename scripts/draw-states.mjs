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
};

/** The page as Markdown: a diagram of the transitions and what the words mean. */
export function drawStates(transitions) {
  const arrows = Object.entries(transitions).flatMap(([from, events]) =>
    Object.entries(grouped(events)).map(
      ([to, kinds]) => `  ${from} --> ${to}: ${kinds.join(', ')}`,
    ),
  );
  const kinds = Object.values(transitions).flatMap((events) => Object.keys(events));
  return [
    '# States of an enrolment',
    '',
    'Drawn by `scripts/draw-states.mjs` from `src/domain/enrolment.ts`; do not edit by hand.',
    '',
    'Each half of an enrolment, the API connection and the technical account, goes its own way',
    'through these states. From `intended` on, nothing leads to a second intent that does not pass',
    'through a reading of the portal or a person.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> unread',
    ...arrows,
    '```',
    '',
    ...table('state', Object.keys(transitions), STATES),
    '',
    ...table('event', [...new Set(kinds)], EVENTS),
    '',
  ].join('\n');
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
  writeFileSync(new URL('../docs/states.md', import.meta.url), drawStates(TRANSITIONS));
}
