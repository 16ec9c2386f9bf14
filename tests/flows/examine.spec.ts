import { expect, test } from '../../fixtures/playwright/flow.ts';
import { examinePortal } from '../../flows/examine.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import { WriteGuard } from '../../src/browser/write-guard.ts';

/** A home page that asks for all cards but one by a request that nobody knows to be a read. */
const HOME = `<title>Chorus Pro</title><h1>Domaines</h1>
<section><h2>Facturation</h2><a href="#">Accéder au domaine</a></section><main></main><script>
  fetch('/cartes', { method: 'POST', body: 'domaines' })
    .then((answer) => answer.text())
    .then((cards) => { document.querySelector('main').innerHTML = cards; });
</script>`;

test('a list that an outage keeps from it is no list that is amiss', async ({ portal, run }) => {
  await run.signIn();
  portal.fail({ at: 'accounts', how: 'unavailable', times: Infinity });
  const { activePage, portal: portalPage } = run.browserWorker;
  activePage.timeoutMs = 3_000;
  const { error } = await examinePortal({
    activePage,
    portal: portalPage,
    steps: run.steps(undefined),
    redactor: run.redactor,
    signIn: () => Promise.resolve(),
    usage: "Utilisateur d'une solution d'un éditeur ou opérateur",
    keep: () => Promise.resolve(undefined),
    learn: () => undefined,
  });
  expect(error).toMatchObject({ code: 'PORTAL_UNAVAILABLE', step: 'choose-structure' });
});

test('a page whose own request was stopped is told so, and not only what it lacks', async ({
  portal,
  run,
}) => {
  const { context, activePage, portal: portalPage } = run.browserWorker;
  activePage.timeoutMs = 3_000;
  const guard = await WriteGuard.install(context, isReadingRequest);
  await context.route(`${portal.url}**`, (route, request) =>
    request.isNavigationRequest()
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body: HOME })
      : route.fallback(),
  );
  const { pages } = await examinePortal({
    activePage,
    portal: portalPage,
    steps: run.steps(undefined),
    redactor: run.redactor,
    signIn: () => Promise.resolve(),
    usage: "Utilisateur d'une solution d'un éditeur ou opérateur",
    keep: () => Promise.resolve(undefined),
    learn: () => undefined,
  });
  expect(guard.stopped.map(({ address }) => address)).toContain(
    `portail.localhost:${portal.port}/cartes`,
  );
  const errors = pages.filter(({ error }) => error !== undefined);
  expect(errors.map(({ page, error }) => [page, error?.code])).toEqual([
    ['home', 'REQUEST_STOPPED'],
    ['domain', 'PAGE_UNEXPECTED'],
  ]);
});
