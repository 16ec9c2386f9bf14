import { expect, test } from '../../fixtures/playwright/flow.ts';

/** Runs inside the page: it loses the first click on an application, as one still being rendered. */
function loseFirstClick(): void {
  let isLost = false;
  const lose = (event: Event): void => {
    const card = event.target instanceof Element ? event.target.closest('article') : null;
    if (isLost || card?.querySelector('h2')?.textContent.trim() !== 'EDI') return;
    isLost = true;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener('click', lose, { capture: true });
}

test('a card whose click the page loses is clicked again', async ({ portal, run }) => {
  await run.browserWorker.context.addInitScript(loseFirstClick);
  const { connection } = await run.enrol({ only: 'connection' });
  expect(connection).toMatchObject({ outcome: 'created' });
  expect(portal.truth().writes).toBe(1);
});

test.describe('where the first list of structures lasts a while', () => {
  test.use({ portalOptions: { firstListLastsMs: 1_500 } });

  test('a list that the page replaces while it is open is opened again', async ({ run }) => {
    // Nothing that is gone is waited for.
    run.browserWorker.context.setDefaultTimeout(200_000);
    const { account } = await run.enrol({ only: 'account' });
    expect(account).toMatchObject({ outcome: 'created' });
  });
});
