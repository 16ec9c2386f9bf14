import { markup, type Markup } from '../reporting/report/markup.ts';
import { formatsFor } from '../reporting/report/value-formats.ts';
import { framed } from './frame.ts';
import { isKnown, type BoardHome, type KnownHome } from './board-home.ts';
import { commandsOf, facts, section, todoItem } from './parts.ts';
import { passwordsSection } from './passwords.ts';
import type { Reader } from './reader.ts';
import { queueSection } from './queue-section.ts';
import { runsSection } from './runs-section.ts';
import { totalsSection } from './totals.ts';
import { workingSection } from './working.ts';

/** Returns the home page: required actions, current work and overall state. */
export function overviewPage(homes: readonly BoardHome[], reader: Reader): string {
  const { board } = reader.texts;
  const known = homes.filter(isKnown);
  return framed(
    {
      title: verdictOf(homes, reader),
      kicker: 'raccord board',
      facts: factsOf(homes, reader),
      content: [
        todoSection(homes, reader),
        ...(known.length === 0 ? [] : partsOf(known, reader)),
        ...(homes.every(isUntouched)
          ? [
              markup`<section><p>${board.noneYet}</p>${commandsOf(['raccord init', 'raccord batch --input roster.csv'])}</section>`,
            ]
          : []),
      ],
      here: { path: '/' },
    },
    reader,
  );
}

function partsOf(known: readonly KnownHome[], reader: Reader): Markup[] {
  return [
    workingSection(known, reader),
    ...queueSection(known, reader),
    totalsSection(known, reader),
    passwordsSection(known, reader),
    runsSection(known, reader),
  ];
}

function verdictOf(homes: readonly BoardHome[], { texts: { board } }: Reader): string {
  const { verdict } = board;
  if (homes.some(({ reading }) => reading.kind === 'unreadable')) return verdict.unreadable;
  const count = homes.reduce((sum, { todos }) => sum + todos.length, 0);
  if (count > 0) return verdict.todo(count);
  return homes.every(isUntouched) ? verdict.none : verdict.nothing;
}

function isUntouched({ reading }: BoardHome): boolean {
  return reading.kind === 'none' && reading.unlisted === 0;
}

function factsOf(homes: readonly BoardHome[], { texts, language }: Reader): Markup {
  const [first] = homes;
  if (first === undefined) return facts([]);
  const { moment } = formatsFor(language, first.timezone);
  const portals = new Set(
    homes.map(({ portal, environment }) => `${portal} (${texts.environments[environment]})`),
  );
  const profiles = homes.flatMap(({ profile }) => profile ?? []);
  return facts([
    [texts.notify.labels.portal, [...portals].join(', ')],
    profiles.length > 0
      ? [profiles.length === 1 ? texts.board.profile : texts.board.profiles, profiles.join(', ')]
      : [texts.board.ofHome, first.folder],
    [texts.board.readAt, moment(first.now.toISOString())],
  ]);
}

function todoSection(homes: readonly BoardHome[], reader: Reader): Markup {
  const { board } = reader.texts;
  const items = homes.flatMap((home) => home.todos.map((todo) => todoItem(todo, home, reader)));
  if (items.length === 0) return markup``;
  return section('todo', board.sections.todo, markup`<ol class="todo">\n${items}</ol>`);
}
