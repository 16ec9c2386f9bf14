// Draws docs/states.md from the state machine itself: `npm run build && node scripts/draw-states.mjs`.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What each state of a write means, in the order of the table. */
const STATES = {
  none: 'Nothing of ours is under way, and nothing of ours was made.',
  sealed: 'A credential was captured and sealed; nothing was clicked.',
  intended: 'The click was about to happen: it may have, or not. To be read again.',
  accepted: 'The portal said yes; nothing showed it yet. To be read again.',
  confirmed: 'What was meant is there.',
  refused: 'The portal said no. To be read again before anything else.',
  unproven:
    'The list shows an account that may be another hand’s. Its password is kept, and proven or refuted.',
  doubtful: 'The result of the click stays unclear. Only a reading, a proof or a person leads out.',
};

/** What each event means. */
const EVENTS = {
  'not-seen': 'the list was read and has none',
  'seen-other': 'the list was read and has one that is not ours',
  sealed: 'a credential was sealed and flushed to disk',
  intended: 'about to click; recorded before the click, with the lease checked',
  imported: 'a credential that another machine captured was taken over',
  'imported-unproven':
    'the same, of one that was not proven there either, or a sealed file that the ledger did not know',
  'settled-absent':
    'the list was read after the settle window and does not have it, or the portal said no',
  accepted: 'the portal answered yes',
  refused: 'the portal answered no',
  confirmed:
    'the list shows what was meant, the API or a person found the password to work, or the list cannot show it and the portal said yes',
  refuted:
    'a person says that there is none, or the list, the API or a person that the new password is not the account’s',
  unproven: 'the list shows what was meant, and nothing shows that our request arrived',
  doubted:
    'the answer and the list do not agree, the list cannot tell, the form was taken without a word, or an account whose password is kept here is no longer listed',
};

/** What `status` calls a half, by how far our write has come and what the list shows. */
const WORDS = {
  unread: '`none`, and the portal was not read yet',
  absent: '`none`, and the list shows none',
  existing: '`none`, and the list shows one that raccord did not make',
  done: '`confirmed`',
  'the others': 'the state of the write',
};

/** The page as Markdown: a diagram of the transitions and what the words mean. */
export function drawStates(transitions) {
  const kinds = [...new Set(Object.values(transitions).flatMap((events) => Object.keys(events)))];
  return [
    '# States of a write',
    '',
    'Drawn by `scripts/draw-states.mjs` from `src/domain/operation.ts`; do not edit by hand.',
    '',
    'The declaration of a connection, the creation of an account and the reset of its password are',
    'written by one protocol (`flows/write.ts`). From `intended` on, nothing leads to another click',
    'without a reading of the portal, a proof through the API, or a person.',
    '',
    ...diagram('none', transitions),
    '',
    'A write that leads back to `none` leaves the one that was confirmed before it as it was: where an',
    'account of ours stands, the failed creation of another one, or a reset that came to nothing, leads',
    'back to `confirmed`.',
    '',
    ...table('state', Object.keys(transitions), STATES),
    '',
    ...table('event', kinds, EVENTS),
    '',
    '## What the list shows',
    '',
    'What the portal’s list shows of a connection or an account (`unread`, `absent` or `present`) is',
    'kept apart from how far our own write has come. `raccord status` makes one word of both:',
    '',
    ...table('word', Object.keys(WORDS), WORDS),
    '',
    'How rows become states, and which credential is current: [ledger.md](ledger.md).',
    '',
  ].join('\n');
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
  const { OPERATION_TRANSITIONS } = await import('../dist/src/domain/operation.js');
  writeFileSync(new URL('../docs/states.md', import.meta.url), drawStates(OPERATION_TRANSITIONS));
}
