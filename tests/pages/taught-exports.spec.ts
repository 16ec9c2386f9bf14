import { readdirSync, readFileSync } from 'node:fs';
import { answerTo, noteMessages } from '../../flows/pages/read-answer.ts';
import { probeAll } from '../../flows/pages/probe.ts';
import { readTable } from '../../src/acting/read-table.ts';
import { listWordings, WORDINGS } from '../../flows/pages/wordings.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { Knowledge, useKnowledge } from '../../src/acting/knowledge.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { formOf, parseTaught, type Taught, type TaughtThing } from '../../src/teaching/taught.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { pageShowing } from '../../fixtures/playwright/taught-page.ts';

/** What `npm run taught` made of each export. */
const FOLDER = new URL('../../fixtures/taught/', import.meta.url);

const WHERE = 'Essai';

type Serve = (documentAt: (address: URL) => string | undefined) => Promise<void>;

/** Shows an element as it was taught, at the address where it was. */
async function showing(
  activePage: ActivePage,
  serve: Serve,
  { taught, thing, times }: { taught: Taught; thing: TaughtThing; times: number },
): Promise<void> {
  const knowledge = new Knowledge({
    wordings: WORDINGS,
    taught,
    version: '1.0.0',
    isAllowed: () => true,
    now: () => new Date(thing.at),
    save: () => Promise.resolve(),
  });
  useKnowledge(activePage.context, knowledge);
  await serve(() => pageShowing(thing, times));
  await activePage.page.goto(`https://${thing.host}${thing.page}`);
}

/** Returns the wording of a name; of a message, that of the button that sends its form. */
function wordingOf({ name, kind }: TaughtThing): Wording | undefined {
  const groups: Readonly<Record<string, Readonly<Record<string, Wording>>>> = WORDINGS;
  return groups[formOf(name)]?.[kind === 'message' ? 'submit' : (name.split('.')[1] ?? '')];
}

/** Finds a taught element on the page as raccord does. @returns how often it is there. */
async function timesFound(activePage: ActivePage, thing: TaughtThing): Promise<'one' | 'other'> {
  const { page } = activePage;
  const wording = wordingOf(thing) ?? [thing.name];
  switch (thing.kind) {
    case 'field':
    case 'button':
    case 'column': {
      const part = { name: thing.name, kind: thing.kind, wording };
      const [probe] = await probeAll(page, [part], WHERE);
      return probe?.verdict === 'found-otherwise' ? 'one' : 'other';
    }
    case 'option': {
      // The list has a label of the test's own.
      const list = new Field(page, [thing.name], WHERE);
      const texts = (await list.options()) ?? [];
      return texts.filter((text) => text === thing.words).length === 1 ? 'one' : 'other';
    }
    case 'sentence': {
      const columns = { rank: ['Rang'], value: ['Valeur'] } as const;
      const table = await readTable(page, { columns, none: listWordings.none, where: WHERE }).catch(
        () => undefined,
      );
      return table?.rows.length === 0 ? 'one' : 'other';
    }
    case 'message': {
      const html = await page.content();
      await page.setContent('<button>Valider</button>');
      await noteMessages(activePage, wording);
      await page.setContent(html);
      const answer = await answerTo(activePage, () => Promise.resolve(false), 3_000);
      const isMeant =
        thing.meaning === 'accepted'
          ? answer.kind === 'accepted' && answer.isTaught === true
          : answer.kind === 'refused';
      return isMeant ? 'one' : 'other';
    }
  }
}

for (const file of readdirSync(FOLDER)) {
  const taught = parseTaught(readFileSync(new URL(file, FOLDER), 'utf8'), file);

  test(`${file} names nothing that raccord does not look for`, () => {
    expect(taught.things.filter((thing) => wordingOf(thing) === undefined)).toEqual([]);
  });

  for (const thing of taught.things) {
    test(`${file}: ${thing.name} is found as it was taught, alone`, async ({
      robotScreen,
      serve,
    }) => {
      await showing(robotScreen, serve, { taught, thing, times: 1 });
      expect(await timesFound(robotScreen, thing)).toBe('one');
      if (thing.kind === 'message' || thing.kind === 'sentence') return;
      await showing(robotScreen, serve, { taught, thing, times: 2 });
      expect(await timesFound(robotScreen, thing)).toBe('other');
    });
  }
}
