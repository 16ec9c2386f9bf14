import { expect, test } from '@playwright/test';
import type { Evidence } from '../../src/browser/evidence.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import type { Logger } from '../../src/log/logger.ts';
import { evidenceObserver, logObserver, unlessAsked } from '../../src/robot/step-observers.ts';

/** What a failed step writes to the log, by level, where the page cannot be pictured. */
async function logged(error: AnyRaccordError, isAsked = false): Promise<string[]> {
  const willAsk = () => isAsked;
  const lines: string[] = [];
  const log = (level: string) => (_: object, message: string) => {
    lines.push(`${level}: ${message}`);
  };
  const logger: Logger = {
    ...{ debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
    child: () => logger,
  };
  const evidence = {
    picture: () => Promise.resolve({ withheld: 'the secret field could not be hidden' }),
    note: () => Promise.resolve(),
  } as unknown as Evidence;
  await unlessAsked(logObserver(logger), willAsk).failed('sign-in', undefined, error);
  const observer = evidenceObserver(
    evidence,
    {} as unknown as ActivePage,
    systemClock,
    logger,
    willAsk,
  );
  await observer.failed('sign-in', undefined, error);
  return lines;
}

test('a portal that does not answer alarms nobody in the log: its message comes at the end', async () => {
  const away = new RaccordError('PORTAL_UNAVAILABLE', { url: 'https://portail', answer: '503' });
  expect(await logged(away)).toEqual(['info: portal away', 'debug: no picture']);
  const unknown = new RaccordError('NAME_NOT_RESOLVED', { host: 'portail' });
  expect(await logged(unknown)).toEqual(['info: portal away', 'debug: no picture']);
});

test('a page that was there and could not be pictured is told', async () => {
  const drift = new RaccordError('PAGE_UNEXPECTED', { expected: '', url: '', headings: [] });
  expect(await logged(drift)).toEqual(['error: step failed', 'warn: no picture']);
});

test('a failure that a person is asked about next is not told as one', async () => {
  const stopped = new RaccordError('REQUEST_STOPPED', { url: 'https://portail/donnees' });
  expect(await logged(stopped, true)).toEqual(['debug: no picture']);
});
