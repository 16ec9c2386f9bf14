import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from '../../fixtures/playwright/flow.ts';
import { LYON } from '../../fixtures/playwright/workplace.ts';
import { Evidence } from '../../src/browser/evidence.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { type AnyRaccordError, isRaccordError } from '../../src/errors/raccord-error.ts';
import { createLogger } from '../../src/log/logger.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { renderError } from '../../src/messages/render.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { evidenceObserver, ledgerObserver, logObserver } from '../../src/robot/step-observers.ts';
import { findIn, findPlainly } from '../cli/secret-search.ts';

/** Nobody has told raccord that it is a secret: only what is not quoted is not told. */
const CANARY = `K4nary"é") 'Martin'`;

/** Milliseconds for what cannot come to pass, and what Playwright says of it. */
const IN_VAIN = 500;
const TIMED_OUT = `Timeout ${IN_VAIN}ms exceeded.`;

test.describe.configure({ timeout: 120_000 });

test('a failing fill is told by its cause and not by what was to be filled in', async ({
  run,
  home,
}) => {
  const { activePage, context } = run.browserWorker;
  const logged: string[] = [];
  const redactor = new Redactor();
  const logger = createLogger({
    ...{ level: 'debug', pretty: false, colours: false, redactor },
    stream: new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        logged.push(chunk.toString());
        done();
      },
    }),
  });
  const evidence = new Evidence(join(home, 'evidence'), redactor);
  run.observers.push(
    ledgerObserver(run.ledger),
    logObserver(logger),
    evidenceObserver(evidence, activePage, systemClock, logger, () => false),
  );

  await test.step('by a field of a form', async () => {
    context.setDefaultTimeout(3_000);
    await context.addInitScript(() => {
      const lock = (): void => {
        for (const field of document.querySelectorAll('textarea, input[type=text]')) {
          if (/phone|tel/iu.test(field.id)) field.setAttribute('disabled', '');
        }
      };
      new MutationObserver(lock).observe(document, { childList: true, subtree: true });
    });
    const contact = { name: 'Camille', phone: CANARY, email: 'camille@exemple.fr' };
    const { connection } = await run.enrol({ only: 'connection', contact });
    const cause = 'cause' in connection ? connection.cause : undefined;
    expect(cause).toMatchObject({ code: 'ACTION_FAILED', step: 'fill-declaration' });
    expect(findIn('message', wordsOf(cause!), { CANARY })).toEqual([]);
  });

  await test.step('by what nobody foresaw', async () => {
    context.setDefaultTimeout(IN_VAIN);
    await activePage.page.setContent('<input id="field" disabled>');
    const field = activePage.page.locator('#field');
    const error: unknown = await run
      .steps(LYON)
      .run('open-account-form', () => field.fill(CANARY))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'UNEXPECTED' });
    if (!isRaccordError(error)) throw error;
    expect(wordsOf(error)).toContain(TIMED_OUT);
    expect(findIn('message', wordsOf(error), { CANARY })).toEqual([]);
    // The positive control: Playwright's own message quotes it.
    expect(String(error.cause)).toContain(CANARY);
  });

  const steps = await readFile(join(evidence.folder, 'steps.jsonl'), 'utf8');
  expect(steps).toContain('"code":"ACTION_FAILED"');
  expect(steps).toContain(TIMED_OUT);
  expect(findIn('log', logged.join(''), { CANARY })).toEqual([]);
  expect(await findPlainly(home, { CANARY })).toEqual([]);
});

function wordsOf(error: AnyRaccordError): string {
  const rendered = (['fr', 'en'] as const).map((language) =>
    renderError(error, textsFor(language)),
  );
  return [...rendered, JSON.stringify(error.details), error.message].join('\n');
}
