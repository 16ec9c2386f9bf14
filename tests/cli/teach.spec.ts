import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { startDisplay, whyNoKeyboard } from '../../fixtures/playwright/display.ts';
import { Pointer } from '../../fixtures/playwright/pointer.ts';
import type { Running } from '../../fixtures/playwright/raccord-process.ts';
import { whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { startTestPortal } from '../../fixtures/playwright/test-portal.ts';

const SIRET = '73282932000074';
const OTHER = '73282932000017';
const RUN = ['run', '--siret', SIRET] as const;

/** What the portal calls things, in place of what raccord knows. */
const OTHERWISE = { Appliquer: '', Téléphone: 'Ligne directe', Valider: 'Transmettre' };

/** One thing that a person shows, in the order in which raccord asks. */
interface Lesson {
  /** How the pages known so far call it. */
  readonly known: string;
  /** What is clicked in the window. */
  readonly at: string;
  /** What is typed to confirm a submit button. */
  readonly words?: string;
}

const LESSONS: readonly Lesson[] = [
  { known: 'Appliquer', at: 'button[name=_eventId_appliquer]' },
  { known: 'Téléphone', at: '[name="raccordement.contact.telephone"]' },
  { known: 'Valider', at: 'button[name=_eventId_valider]', words: 'Transmettre' },
];

/** A person at the terminal and the window of one command. */
class Sitting {
  readonly #run: Running;
  readonly #pointer: Pointer;
  /** So far what the terminal shows was read. */
  #read = 0;

  constructor(run: Running, pointer: Pointer) {
    this.#run = run;
    this.#pointer = pointer;
  }

  async teach(lessons: readonly Lesson[]): Promise<void> {
    for (const { known, at, words } of lessons) {
      await this.#says(`far: "${known}`);
      await this.#says('Click it in the browser window');
      await this.#pointer.click(at);
      await this.#says('Remember it as');
      this.#run.type('\r');
      if (words === undefined) continue;
      await this.#says(`to confirm: ${words}`);
      this.#run.type(`${words}\r`);
    }
  }

  /** Looks at what a form is about to send, and agrees. */
  async send(where: string): Promise<void> {
    await this.#says(`This is the first time "${where}`);
    await this.#says('may it be sent?');
    this.#run.type('y');
  }

  /** Reads on until the terminal says that. */
  async #says(words: string): Promise<void> {
    await expect(() => {
      const shown = told(this.#run);
      const at = shown.indexOf(words, this.#read);
      expect(at, `${words}: ${shown.slice(-800)}`).not.toBe(-1);
      this.#read = at + words.length;
    }).toPass({ timeout: 45_000 });
  }
}

/** What a terminal shows, without the ends of its lines. */
function told(run: Running): string {
  return run.printed().replace(/\s+/gu, ' ');
}

test.describe('a portal on which things are called otherwise', () => {
  test.skip(whyNoKeyboard() !== undefined, whyNoKeyboard());
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());
  test.describe.configure({ timeout: 240_000 });
  test.use({
    portalOptions: {
      wordings: OTHERWISE,
    },
  });

  const title =
    'a person who points at them brings a declaration through, and the next run needs nobody';
  test(
    title,
    { tag: '@whole' },
    async ({ portal, folder, home, raccordHere: raccord, raccordOnTerminal }) => {
      const display = await startDisplay();
      const pointer = await Pointer.at(display, folder);
      const run = raccordOnTerminal([...RUN, '--only', 'connection', '--headed', '--teach'], {
        DISPLAY: display.name,
        RACCORD_BROWSER: pointer.browser,
      });
      const person = new Sitting(run, pointer);
      await person.teach(LESSONS);
      await person.send('Déclarer un raccordement API PISTE');
      expect((await run.finished).exitCode, told(run).slice(-800)).toBe(0);
      await pointer.close();
      await display.close();
      expect(portal.truth().writes).toBe(1);
      expect((await stat(join(home, 'taught.json'))).mode & 0o777).toBe(0o600);

      const next = await raccord(['run', '--siret', OTHER, '--only', 'connection']);
      expect(next.exitCode, next.stderr).toBe(0);
      expect(portal.truth().writes).toBe(2);

      const changed = await startTestPortal({
        wordings: { ...OTHERWISE, Fax: OTHERWISE.Téléphone },
        administrator: portal.administrator,
      });
      const stopped = await raccord(['rehearse', '--siret', SIRET], { CHORUS_URL: changed.url });
      expect(stopped.exitCode).toBe(6);
      expect(stopped.stderr).toContain('raccord taught forget declaration.contactPhone');
      expect(changed.truth().writes).toBe(0);
      await changed.close();
    },
  );
});
