import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { whyNoKeyboard } from '../../fixtures/playwright/display.ts';
import { Pointer } from '../../fixtures/playwright/pointer.ts';
import { shownBy, Sitting } from '../../fixtures/playwright/sitting.ts';
import { whyNoTerminal } from '../../fixtures/playwright/terminal.ts';

/** The whole of it, up to a kept credential, is `teach-whole.spec.ts`. */
test.describe('a portal whose way in is called otherwise', () => {
  test.skip(whyNoKeyboard() !== undefined, whyNoKeyboard());
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());
  test.use({ portalOptions: { wordings: { 'Se connecter': 'Mon espace' } } });

  test('a person points at it in a window, or leaves it with Escape; then nobody is needed', async ({
    display,
    folder,
    home,
    raccordHere: raccord,
    raccordOnTerminal,
  }) => {
    const signIn = async () => {
      const pointer = await Pointer.at(display, folder);
      const window = { DISPLAY: display.name, RACCORD_BROWSER: pointer.browser };
      const run = raccordOnTerminal(['sign-in', '--headed', '--teach'], window);
      return { run, pointer, person: new Sitting(run, pointer) };
    };
    const { run, pointer, person } = await signIn();
    await person.leave('Se connecter');
    await person.leave('Raccordements');
    expect((await run.finished).exitCode, shownBy(run).slice(-800)).toBe(6);
    await pointer.close();

    const again = await signIn();
    const at = '.site-actions a[target=_self]';
    await again.person.teach({ known: 'Se connecter', at });
    expect((await again.run.finished).exitCode, shownBy(again.run).slice(-800)).toBe(0);
    await again.pointer.close();
    const file = await readFile(join(home, 'taught.json'), 'utf8');
    expect(file).toContain('"words": "Mon espace"');

    expect((await raccord(['sign-out'])).exitCode).toBe(0);
    const next = await raccord(['sign-in']);
    expect(next.exitCode, next.stderr).toBe(0);
  });
});
